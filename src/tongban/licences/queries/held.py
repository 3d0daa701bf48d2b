"""Licences as their holders and the officials of their authority see them."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.licences.access import held, readable, visible
from tongban.licences.lifecycle import MOVES, LicenceMove
from tongban.licences.models import Licence, LicenceStanding
from tongban.licences.queries.views import (
    FaceLine,
    LicenceFile,
    LicencePage,
    LicencePages,
    LicenceRow,
    StandingView,
)
from tongban.licences.rules.standing import Since, state_on
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
MOST_AT_ONCE = 100


class NoFileYet(NotFound):
    """A licence of the stock has no file before somebody asks for it."""


def of_holder(actor: Actor, page: int = 1) -> LicencePages:
    """Return a page of the licences of the actor and of those the actor acts for, in two queries."""
    found = Licence.objects.select_related("authority").filter(held(actor)).order_by("-issued_on", "-pk")
    rows, count, page, pages = page_of(found, page, PAGE_SIZE)
    day = today()
    return LicencePages([_row(row, day) for row in rows], count, page, pages)


def my_licences(actor: Actor) -> list[LicenceRow]:
    """Return the newest hundred licences of the actor and of those the actor acts for, in one query."""
    day = today()
    found = Licence.objects.select_related("authority").filter(held(actor)).order_by("-issued_on", "-pk")[:MOST_AT_ONCE]
    return [_row(row, day) for row in found]


def licence(actor: Actor, identifier: str) -> LicencePage:
    """Return a licence that the actor holds or has consulted today, in two queries. Raises NotFound."""
    found = _visible(actor, identifier)
    standings = list(found.standings.select_related("refers_to"))
    day = today()
    moves = [move for move in MOVES.values() if move.duty and actor.holds(move.duty, found.authority_id)]
    return LicencePage(
        identifier=found.identifier,
        type_code=found.type.type_code,
        name=found.name,
        name_en=found.name_en,
        number=found.number,
        version=found.version,
        holder_kind=found.holder_kind,
        holder_name=found.holder_name,
        holder_code=found.holder_code,
        authority=found.authority_name,
        authority_en=found.authority_name_en,
        issued_on=found.issued_on,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        state=state_on(
            day,
            [Since(each.state, each.from_at) for each in standings],
            valid_from=found.valid_from,
            valid_until=found.valid_until,
        ),
        trust_level=found.trust_level,
        face=tuple(FaceLine(**line) for line in found.face),
        history=tuple(
            StandingView(
                each.state,
                each.from_at,
                each.basis,
                each.reason,
                each.actor_name,
                each.verb,
                each.refers_to.identifier if each.refers_to else "",
            )
            for each in standings
        ),
        case_number=found.matter.number if found.matter is not None else "",
        sha256=found.file_sha256 or "",
        has_scan=bool(found.scan_sha256),
        moves=tuple(move for move in moves if _open(move, found, standings)),
    )


def _open(move: LicenceMove, found: Licence, standings: list[LicenceStanding]) -> bool:
    if found.state not in move.sources or move.verb == "transfer_in":
        return False  # what was let go is taken over elsewhere
    return move.verb != "unmerge" or standings[-1].verb == "merge"


def in_reach(actor: Actor, identifier: str) -> None:
    """Hold that the licence exists for an act of the actor's, which asks for its own duty. Raises NotFound."""
    if not visible(actor).filter(identifier=identifier).exists():
        raise NotFound(_("没有找到这份证照"))


def licence_file(actor: Actor, identifier: str) -> LicenceFile:
    """Return the signed file of a licence to who holds it: all others get copies. NotFound, kernel.files.FileLost.

    Raises NoFileYet for one of the stock whose sheet was not made (actions.stock.make_sheet).
    """
    if not (actor.is_system or Licence.objects.filter(held(actor), identifier=identifier).exists()):
        raise NotFound(_("没有找到这份证照"))
    found = _visible(actor, identifier)
    if found.file_sha256 is None:
        raise NoFileYet(_("这份存量证照还没有生成电子文件"))
    return LicenceFile(f"{found.name}-{found.number}.pdf", "application/pdf", files.read(found.file_sha256))


def licence_scan(actor: Actor, identifier: str) -> LicenceFile:
    """Return the scan that a licence of the stock came with. Raises NotFound, kernel.files.FileLost."""
    found = _visible(actor, identifier)
    if not found.scan_sha256:
        raise NotFound(_("这份证照没有扫描件"))
    return LicenceFile(f"{found.name}-{found.number}-扫描件.pdf", "application/pdf", files.read(found.scan_sha256))


def _visible(actor: Actor, identifier: str) -> Licence:
    found = readable(actor, today()).select_related("matter", "type", "authority").filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    return found


def state_today(row: Licence, day: dt.date) -> str:
    """Return the state as of today: the newest standing is on the row itself, so the history is not needed."""
    return state_on(day, [Since(row.state, _beginning())], valid_from=row.valid_from, valid_until=row.valid_until)


def _row(row: Licence, day: dt.date) -> LicenceRow:
    return LicenceRow(
        identifier=row.identifier,
        name=row.name,
        name_en=row.name_en,
        number=row.number,
        holder_name=row.holder_name,
        authority=row.authority_name,
        authority_en=row.authority_name_en,
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=state_today(row, day),
    )


def _beginning() -> dt.datetime:
    return dt.datetime(1, 1, 2, tzinfo=dt.UTC)
