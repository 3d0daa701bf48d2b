"""Issue the licence that was granted (制证)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Func, IntegerField, Value
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.licences.actions.make import Issued, Naming, make
from tongban.licences.models import LicenceType
from tongban.licences.rules.face import number_of, serial_of
from tongban.licences.rules.holders import holder_of_party
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView


class UnknownLicenceType(NotAllowedNow):
    """No kind of licence has this code; load licence_types.toml or correct the item."""


class WrongHolder(NotAllowedNow):
    """The type is for persons only, or for organisations only."""


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
    Raises NotYours, UnknownLicenceType, WrongHolder, HasOneAlready, NotFound for the authority,
    kernel.pdf.MissingGlyph.
    """
    if not (actor.is_system or actor.holds(DutyKind.ISSUER, authority_id)):
        raise NotYours(_("只有发证机关的制证人员可以制证"))
    kind, ordinal = _type_and_ordinal(type_code)
    if kind.holder_kinds and holder.kind not in kind.holder_kinds:
        raise WrongHolder(_("“%(name)s”不发给这一类持证人") % {"name": kind.name})
    issuer = authority(authority_id)
    year = day_of(at).year
    return make(
        kind,
        issuer,
        holder_of_party(holder),
        Naming(serial_of(year, ordinal), number_of(issuer.short_name, year, ordinal)),
        matter_id=matter_id,
        face=face,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        at=at,
    )


def _type_and_ordinal(code: str) -> tuple[LicenceType, int]:
    ordinal = Func(Value("licences_serial"), function="nextval", output_field=IntegerField())
    found = LicenceType.objects.filter(code=code).annotate(ordinal=ordinal).first()
    if found is None:
        raise UnknownLicenceType(_("没有证照类型“%(code)s”，请先导入证照类型目录") % {"code": code})
    return found, found.ordinal
