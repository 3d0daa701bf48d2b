"""Make a licence: number it, set it, sign it, keep the file and enter it in the register."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Func, IntegerField, Value
from django.utils.translation import gettext as _

from tongban.kernel import files, pdf, signing
from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import licence_identifier
from tongban.licences.lifecycle import ISSUE
from tongban.licences.models import Licence, LicenceStanding, LicenceType
from tongban.licences.rules.face import CONDITIONS, chinese_day, face_of, validity
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import AuthorityView, PartyView


class UnknownLicenceType(NotAllowedNow):
    """No kind of licence has this code; load licence_types.toml or correct the item."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A licence that was made: its identifier (证照标识), its number, and the hash of the signed file."""

    identifier: str
    number: str
    sha256: str


def issue(
    *,
    type_code: str,
    holder: PartyView,
    authority_id: int,
    matter_id: int | None,
    face: Mapping[str, Any],
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> Issued:
    """Issue a licence in the caller's transaction, in three statements (行政许可法 第三十九条).

    `type_code` is the slug of the type; `face` maps form keys to {"label", "value"}, of which the type's fields and
    "conditions" are printed; without `valid_from` it is valid from today. The file is a signed PDF/A in the store.
    Raises NotYours, UnknownLicenceType, NotFound for the authority, kernel.pdf.MissingGlyph.
    """
    if not actor.holds(DutyKind.ISSUER, authority_id):
        raise NotYours(_("只有发证机关的制证人员可以制证"))
    kind = _type_with_serial(type_code)
    issuer = authority(authority_id)
    today = day_of(at)
    serial = f"{today.year}{kind.next_serial:07d}"
    licence = Licence(
        identifier=licence_identifier(kind.type_code, issuer.uscc, serial, 1),
        type=kind,
        name=kind.name,
        name_en=kind.name_en,
        number=_("%(authority)s证字〔%(year)d〕%(serial)07d号")
        % {"authority": issuer.short_name, "year": today.year, "serial": kind.next_serial},
        serial=serial,
        version=1,
        holder_kind=holder.kind,
        holder_person_id=holder.id if holder.kind == Licence.HolderKind.PERSON else None,
        holder_organisation_id=holder.id if holder.kind == Licence.HolderKind.ORGANISATION else None,
        holder_name=holder.name,
        holder_code=holder.code,
        authority_id=authority_id,
        authority_name=issuer.name,
        issued_on=today,
        valid_from=valid_from or today,
        valid_until=valid_until,
        face=face_of(kind.fields, face),
        matter_id=matter_id,
        state=ISSUE.target,
    )
    data = pdf.render("licences/licence", _printed(licence, holder, issuer), timestamp=at)
    signed = signing.sign_pdf(data, reason=f"{licence.name} {licence.identifier}")
    licence.file_sha256 = files.put(signed, "application/pdf").sha256
    standing = LicenceStanding(state=ISSUE.target, from_at=at, basis=str(ISSUE.basis), actor_name=actor.name)
    with transaction.atomic(savepoint=False):
        _enter(licence, standing)
    return Issued(licence.identifier, licence.number, licence.file_sha256)


def _type_with_serial(code: str) -> Any:
    serial = Func(Value("licences_serial"), function="nextval", output_field=IntegerField())
    found = LicenceType.objects.filter(code=code).annotate(next_serial=serial).first()
    if found is None:
        raise UnknownLicenceType(_("没有证照类型“%(code)s”，请先导入证照类型目录") % {"code": code})
    return found


def _printed(licence: Licence, holder: PartyView, issuer: AuthorityView) -> dict[str, Any]:
    lines = [line for line in licence.face if line["key"] != CONDITIONS]
    conditions = [line["value"] for line in licence.face if line["key"] == CONDITIONS]
    return {
        "name": licence.name,
        "name_en": licence.name_en,
        "number": licence.number,
        "holder_label": "持证单位" if holder.kind == Licence.HolderKind.ORGANISATION else "持证人",
        "holder": holder.name,
        "code_label": "统一社会信用代码" if holder.kind == Licence.HolderKind.ORGANISATION else "证件号码",
        "code": holder.masked_code,
        "fields": [[line["label"], line["value"]] for line in lines],
        "conditions": conditions[0] if conditions else "",
        "authority": issuer.name,
        "authority_code": issuer.uscc,
        "validity": validity(licence.valid_from, licence.valid_until),
        "issued_on": chinese_day(licence.issued_on),
        "identifier": licence.identifier,
        "qr": pdf.qr_svg(f"{settings.PUBLIC_URL}/verify/{licence.identifier}"),
    }


def _enter(licence: Licence, standing: LicenceStanding) -> None:
    """Write the licence and its first standing in one statement."""
    into, values = _insert(licence, leave_out=())
    into_standing, standing_values = _insert(standing, leave_out=("licence",))
    holes = ", ".join(["%s"] * len(values))
    standing_holes = ", ".join(["%s"] * len(standing_values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH entered AS (INSERT INTO {into} VALUES ({holes}) RETURNING id)"
            f" INSERT INTO {into_standing.replace(' (', ' (licence_id, ', 1)}"
            f" SELECT entered.id, {standing_holes} FROM entered",
            [*values, *standing_values],
        )


def _insert(row: models.Model, *, leave_out: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in leave_out]
    columns = ", ".join(connection.ops.quote_name(field.attname) for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    return f"{connection.ops.quote_name(row._meta.db_table)} ({columns})", values
