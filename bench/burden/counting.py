"""What an application asked, as the system counted it, and whether each value filled in is in the row that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.burden.walk import Journey, blank_picture

if TYPE_CHECKING:
    from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Counted:
    """Papers required, found and asked; fields shown, filled in and typed; `traced` of those filled in were right."""

    required: int
    found: int
    asked: int
    shown: int
    prefilled: int
    typed: int
    traced: int


def count(number: str) -> Counted:
    """Read what was kept of an application that was handed in."""
    from tongban.cases.models import Case, CaseBurden

    kept = CaseBurden.objects.get(matter__number=number)
    case = Case.objects.get(matter__number=number)
    return Counted(
        required=kept.materials_required,
        found=kept.materials_found,
        asked=kept.materials_asked,
        shown=kept.fields_shown,
        prefilled=kept.fields_prefilled,
        typed=kept.fields_typed,
        traced=sum(_is_traced(mark, case.answers.get(key)) for key, mark in case.sources.items()),
    )


def _is_traced(mark: dict[str, Any], answer: Any) -> bool:
    """Tell whether the register's row that a mark names says just this."""
    from tongban.sharing.models import Register
    from tongban.sharing.queries.records import values_of
    from tongban.sharing.queries.rows import named_row

    register = Register.objects.filter(key=mark.get("register", "")).first()
    row = named_row(register, mark.get("row", "")) if register is not None else None
    if register is None or row is None:
        return False
    return values_of(row, register.kind, [mark["element"]]).get(mark["element"]) == answer


def keep_papers(journey: Journey) -> None:
    """Put what the applicant gave in an earlier application into the space where it was kept."""
    import datetime as dt

    from tongban.kernel import files
    from tongban.kernel.clock import now, today
    from tongban.sharing.actions.space.keep_document import keep_document

    caller = _actor(journey.account)
    for place, name in enumerate(journey.space.values()):
        stored = files.put(blank_picture(600 + place), files.MEDIA_TYPES["png"])
        keep_document(
            kind="organisation",
            party_id=next(iter(caller.organisations)),
            name=name,
            file_name=f"{name}.png",
            sha256=stored.sha256,
            media_type=stored.media_type,
            obtained_on=today() - dt.timedelta(days=90),
            actor=caller,
            at=now(),
        )


def _actor(account: str) -> Actor:
    from tongban.parties.models import Account
    from tongban.parties.queries import actor_of

    return actor_of(Account.objects.get(username=account), "bench")
