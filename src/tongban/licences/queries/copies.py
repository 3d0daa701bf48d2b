"""Copies as their holder and their user see them, and what is asked of a holder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.licences.access import fetchable, held, offices
from tongban.licences.models import Authorisation, Copy, CopyRequest, Licence
from tongban.licences.queries.held import state_today
from tongban.licences.queries.views import LicenceFile
from tongban.licences.rules.copies import COPY_LABELS, HOLDER_CODE, IN_FORCE, USUAL_LEVEL, copy_state, fields_shown
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A copy: of which licence, what for, for whom, until when, and what it is worth today."""

    number: str
    licence_identifier: str
    licence_name: str
    licence_name_en: str
    purpose: str
    user_name: str
    user_code: str
    case_number: str
    basis: str
    way: str
    way_label: str
    maker_name: str
    made_at: dt.datetime
    expires_on: dt.date
    state: str
    revoked_at: dt.datetime | None
    revoked_why: str
    sha256: str

    @property
    def label(self) -> str:
        return COPY_LABELS[self.state][get_language() == "en"]

    @property
    def counts(self) -> bool:
        """Tell whether the copy counts today."""
        return self.state == IN_FORCE

    @property
    def may_be_taken_back(self) -> bool:
        """Tell whether its holder may still end it."""
        return not self.basis and self.revoked_at is None


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request for a copy that waits for the holder, or what became of it; `shows` are the words of its lines."""

    id: int
    licence_identifier: str
    licence_name: str
    user_name: str
    purpose: str
    case_number: str
    copy_expires_on: dt.date
    asked_by: str
    asked_at: dt.datetime
    ends_at: dt.datetime
    approved: bool | None
    copy_number: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicenceCopies:
    """What a holder sees of the copies of one licence; `code_ends_at` is until when a code that waits counts."""

    copies: list[CopyPage]
    requests: list[RequestView]
    code_ends_at: dt.datetime | None


def copies_of_licence(actor: Actor, identifier: str, at: dt.datetime) -> LicenceCopies:
    """Return the newest hundred copies of a licence that the actor holds, and what is asked. Raises NotFound."""
    found = Licence.objects.select_related("type").filter(held(actor), identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    rows = Copy.objects.filter(licence=found).select_related("authorisation").order_by("-pk")[:MOST]
    asked = CopyRequest.objects.filter(licence=found, answered_at=None, ends_at__gte=at).order_by("-pk")
    code = Authorisation.objects.filter(
        licence=found, way="code", used_at=None, withdrawn_at=None, ends_at__gte=at
    ).first()
    return LicenceCopies(
        [_page(each, found) for each in rows],
        [_request(each, found) for each in asked.select_related("copy")],
        code.ends_at if code else None,
    )


def requests_to_me(actor: Actor, at: dt.datetime) -> list[RequestView]:
    """Return the requests that wait for the actor as holder, in one query."""
    rows = CopyRequest.objects.filter(
        licence__in=Licence.objects.filter(held(actor)), answered_at=None, ends_at__gte=at
    ).select_related("licence__type", "copy")
    return [_request(each, each.licence) for each in rows.order_by("-pk")[:MOST]]


def request_of(actor: Actor, request_id: int) -> RequestView:
    """Return a request that the actor's system or authority made. Raises NotFound."""
    rows = CopyRequest.objects.select_related("licence__type", "copy").filter(pk=request_id)
    if actor.client_system_id is not None:
        rows = rows.filter(client_system_id=actor.client_system_id)
    else:
        rows = rows.filter(authority_id__in=offices(actor), client_system=None)
    found = rows.first()
    if found is None:
        raise NotFound(_("没有找到这个副本申请"))
    return _request(found, found.licence)


def requests_of_office(actor: Actor, *, since: dt.datetime) -> list[RequestView]:
    """Return what the official asked for lately, the newest first, in one query."""
    rows = CopyRequest.objects.filter(
        authority_id__in=offices(actor),
        client_system=None,
        asked_by=actor.name,
        asked_at__gte=since,
    ).select_related("licence__type", "copy")
    return [_request(each, each.licence) for each in rows.order_by("-pk")[:MOST]]


def copy_page(actor: Actor, number: str) -> CopyPage:
    """Return a copy that is the actor's to see. Raises NotFound."""
    found = the_copy(actor, number)
    return _page(found, found.licence)


def copy_file(actor: Actor, number: str) -> LicenceFile:
    """Return the signed file of a copy. Raises NotFound, kernel.files.FileLost."""
    found = the_copy(actor, number)
    return LicenceFile(f"{found.licence.name}-{found.number}.pdf", "application/pdf", files.read(found.file_sha256))


def the_copy(actor: Actor, number: str) -> Copy:
    """Return the row of a copy that is the actor's to see; of one for a case, who may see the case. NotFound."""
    rows = fetchable(actor).select_related("licence", "authorisation")
    found = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound(_("没有找到这份副本"))
    if found.case_number and actor.official_id is not None and found.client_system_id is None:
        mine = Licence.objects.filter(held(actor), pk=found.licence_id).exists()
        if not mine:
            read(found.case_number, actor=actor)
    return found


def file_of_made(number: str) -> LicenceFile:
    """Return the file of a copy that was made in this very request, for who has no account to fetch it by."""
    found = Copy.objects.select_related("licence").get(number=number)
    return LicenceFile(f"{found.licence.name}-{found.number}.pdf", "application/pdf", files.read(found.file_sha256))


def _page(row: Copy, licence: Licence) -> CopyPage:
    day = today()
    way = row.authorisation
    return CopyPage(
        number=row.number,
        licence_identifier=licence.identifier,
        licence_name=licence.name,
        licence_name_en=licence.name_en,
        purpose=row.purpose,
        user_name=row.user_name,
        user_code=row.user_code,
        case_number=row.case_number,
        basis=row.basis,
        way=way.way if way is not None else "basis",
        way_label=str(way.get_way_display()) if way is not None else _("依法调用"),
        maker_name=row.maker_name,
        made_at=row.made_at,
        expires_on=row.expires_on,
        state=copy_state(
            day,
            made_at=row.made_at,
            expires_on=row.expires_on,
            revoked_at=row.revoked_at,
            licence_state=state_today(licence, day),
        ),
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        sha256=row.file_sha256,
    )


def _request(row: CopyRequest, licence: Licence) -> RequestView:
    return RequestView(
        id=row.pk,
        licence_identifier=licence.identifier,
        licence_name=licence.name,
        user_name=row.user_name,
        purpose=row.purpose,
        case_number=row.case_number,
        copy_expires_on=row.copy_expires_on,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        ends_at=row.ends_at,
        approved=row.approved,
        copy_number=row.copy.number if row.copy is not None else "",
        shows=shown_of(licence, row.fields),
    )


def shown_of(licence: Licence, fields: Collection[str] | None) -> tuple[str, ...]:
    """Return the words of the lines that a copy with these fields shows, besides whose and how long it is valid."""
    words = {HOLDER_CODE: _("完整的证件号码")} | {line["key"]: line["label"] for line in licence.face}
    levels = {field["key"]: field.get("level", USUAL_LEVEL) for field in licence.type.fields}
    return tuple(words[key] for key in fields_shown(licence.face, levels, fields))
