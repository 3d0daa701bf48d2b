"""The metadata of licences by their national names (GB/T 36902, 36903), and the feed for the platform above."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE, today
from tongban.kernel.errors import NotFound
from tongban.licences.access import readable
from tongban.licences.lifecycle import LABELS, OPERATIONS, OTHER, STATE_CODES
from tongban.licences.models import Licence, LicenceStanding
from tongban.licences.queries.held import state_today
from tongban.licences.rules.face import validity
from tongban.matters.events import NotYours
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor, DutyKind

MOST = 500


def metadata(actor: Actor, identifier: str) -> dict[str, Any]:
    """Return the whole record of a licence for who may read it, in four queries. Raises NotFound."""
    known = readable(actor, today()).select_related("type__authority", "replaces")
    found = known.filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    last = found.standings.last()
    regions = {each.id: each.region_code for each in authorities([found.authority_id])}
    return record(found, region=regions[found.authority_id], last=last, day=today())


def record(found: Licence, *, region: str, last: LicenceStanding | None, day: dt.date) -> dict[str, Any]:
    """Return the record of a licence: days as YYYYMMDD, what is open or empty as ""; `extend_info` is the face.

    The four marks of a copy (copy_*) stand on copies only. `associated_cert_id` is the version that this one follows.
    """
    state = state_today(found, day)
    code = STATE_CODES[state]
    return {
        "certificate_identifier": found.identifier,
        "certificate_type_code": found.type.type_code,
        "certificate_type_name": found.type.name,
        "certificate_name": found.name,
        "certificate_number": found.number,
        "certificate_version": f"{found.version:03d}",
        "issuing_authority": found.authority_name,
        "issuing_authority_code": found.identifier.split(".")[6],
        "issue_date": _day(found.issued_on),
        "define_authority": found.type.defined_by or found.type.authority.name,
        "define_authority_code": found.type.type_code[:18],
        "validity_start": _day(found.valid_from),
        "validity_end": _day(found.valid_until),
        "validity_range": validity(found.valid_from, found.valid_until),
        "area_code": region,
        "holder_name": found.holder_name,
        "holder_code": found.holder_code,
        "holder_type": found.holder_type,
        "related_item_codes": list(found.type.catalog_codes),
        "exchange_code": found.type.exchange_code,
        "trust_level": found.trust_level,
        "status": code,
        "status_description": LABELS[state][0] if code == OTHER else "",
        "operation": OPERATIONS.get(last.verb, "") if last else "",
        "operated_at": last.from_at.astimezone(ZONE).strftime("%Y%m%d%H%M%S") if last else "",
        "associated_cert_id": found.replaces.identifier if found.replaces else "",
        "extend_info": [{"key": line["key"], "name": line["label"], "value": line["value"]} for line in found.face],
        "file_sha256": found.file_sha256 or "",
    }


def feed(actor: Actor, *, after: int = 0, most: int = MOST) -> tuple[list[dict[str, Any]], int]:
    """Return what the platform above is told (up_lic_data): one record for each standing written after a mark.

    Returns the records, oldest first, and the mark to go on from; in three queries. An administrator is told of the
    licences of the authorities that they administer, and of no others. Raises NotYours.
    """
    administered = actor.authorities(DutyKind.ADMINISTRATOR)
    if not (actor.is_system or administered):
        raise NotYours(_("只有系统管理员可以读取上报数据"))
    reach = LicenceStanding.objects.all()
    if not actor.is_system:
        reach = reach.filter(licence__authority_id__in=administered)
    standings = list(
        reach.filter(pk__gt=after)
        .select_related("licence__type__authority", "licence__replaces")
        .order_by("pk")[: min(most, MOST)]
    )
    regions = {each.id: each.region_code for each in authorities({each.licence.authority_id for each in standings})}
    day = today()
    rows = [
        {
            **_minimum(record(each.licence, region=regions[each.licence.authority_id], last=each, day=day)),
            "record_id": str(each.pk),
        }
        for each in standings
    ]
    return rows, standings[-1].pk if standings else after


def _minimum(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the national minimum set: the platform above gets no face."""
    named = {
        "type_code": "certificate_type_code",
        "type_name": "certificate_type_name",
        "number": "certificate_number",
        "source_id": "certificate_identifier",
        "holder": "holder_name",
        "holder_code": "holder_code",
        "holder_type": "holder_type",
        "issue_dept": "issuing_authority",
        "issue_dept_code": "issuing_authority_code",
        "issue_date": "issue_date",
        "area_code": "area_code",
        "status": "status",
        "operation": "operation",
        "operated_at": "operated_at",
        "associated_cert_id": "associated_cert_id",
    }
    return {name: whole[key] for name, key in named.items()}


def _day(day: dt.date | None) -> str:
    return day.strftime("%Y%m%d") if day is not None else ""
