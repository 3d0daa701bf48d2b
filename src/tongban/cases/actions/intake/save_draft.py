"""Keep what the applicant has typed so far; nothing is checked but that it is the applicant's and still open."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import holds, is_applicant
from tongban.cases.lifecycle import CLERK
from tongban.cases.models import Case
from tongban.cases.queries.reading import read_case, version_of
from tongban.cases.rules.drafts import EMPTY, merge
from tongban.kernel.errors import Refusal
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

OPEN_FOR_CHANGES = ("draft", "correcting", "pre_returned")
# What is handed in at a window is scanned and typed there, as long as nothing was said of it.
OPEN_AT_THE_WINDOW = ("received", "correcting", "pre_returned")
LONGEST_ANSWER = 4000


class DraftConflict(Refusal):
    """Somebody else changed the same answers differently meanwhile: nothing was kept; `conflicts` says which and who.

    `revision` is the one that the draft has now, `kept` its answers of the fields in conflict.
    """

    def __init__(self, conflicts: tuple["Conflict", ...], revision: int) -> None:
        titles = "、".join(f"“{each.title}”" for each in conflicts)
        super().__init__(_("%(fields)s刚在别处改过，没有覆盖；请看清两边的内容，选择保留哪一个") % {"fields": titles})
        self.conflicts = conflicts
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that two sides changed differently: what was sent, what is kept, and who changed that last.

    `at` (ISO, UTC), `by` and `device` are empty where it was not changed by a person.
    """

    key: str
    title: str
    mine: Any
    theirs: Any
    at: str = ""
    by: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft as it is kept now: all its answers, its revision, and the fields that others changed (`theirs`)."""

    answers: dict[str, Any]
    revision: int
    theirs: tuple[str, ...] = ()


@transaction.atomic
def save_draft(
    *,
    number: str,
    answers: Mapping[str, Any],
    actor: Actor,
    at: dt.datetime,
    expected: int | None = None,
    shown: Mapping[str, str] | None = None,
    page: str = "",
    device: str = "",
) -> SavedDraft:
    """Merge the answers into the case and return all of them; unknown fields are dropped, an empty one is removed.

    `expected` is the revision that the sender saw, or `shown` the marks of the answers that its page showed, `page` the
    page's own mark and `device` what it runs on (see `rules.drafts.merge`): what only one side changed is merged. What
    its source holds of a prefilled value stays known when the value is changed. Raises DraftConflict when both sides
    changed a field differently, NotFound, NotYours, NotAllowedNow once the application is submitted.
    """
    hold(number)
    facts = changeable(number, actor)
    case: Case = facts.parts["case"]
    if case.online and not is_applicant(actor, facts):
        raise NotYours(_("网上填写的申请表只能由申请人修改；需要改动的，请一次性告知补正"))
    known = version_of(case.version_id).form.get("properties", {})
    sent = {
        key: value[:LONGEST_ANSWER] if isinstance(value, str) else value
        for key, value in answers.items()
        if key in known
    }
    merged = merge(case.answers, sent, touched=case.touched, expected=expected, shown=shown, page=page)
    if merged.conflicts:
        raise DraftConflict(_conflicts(case, merged.conflicts, known), case.revision)
    after = {key: value for key, value in {**case.answers, **merged.changes}.items() if value not in EMPTY}
    changes: dict[str, Any] = {"saved_at": at}
    revision = case.revision + (1 if merged.changes else 0)
    if merged.changes:
        last = {"revision": revision, "at": at.isoformat(), "by": actor.name, "device": device, "page": page}
        changes |= {
            "answers": after,
            # A mark without the value that its source holds says nothing of another one.
            "sources": {
                key: each
                for key, each in case.sources.items()
                if "held" in each or after.get(key) == case.answers.get(key)
            },
            "revision": revision,
            "touched": {**case.touched, **dict.fromkeys(merged.changes, last)},
        }
    Case.objects.filter(pk=case.pk).update(**changes)
    return SavedDraft(after, revision, merged.theirs)


def _conflicts(case: Case, found: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(
            key,
            known[key].get("title", key),
            value,
            case.answers.get(key),
            **{name: case.touched.get(key, {}).get(name, "") for name in ("at", "by", "device")},
        )
        for key, value in found.items()
    )


def changeable(number: str, actor: Actor) -> Facts:
    """Return the facts of a case whose answers and materials the actor may change now."""
    facts = read_case(number, actor)
    if is_applicant(actor, facts):
        states = OPEN_FOR_CHANGES
    elif holds(actor, facts, CLERK):
        states = OPEN_AT_THE_WINDOW
    else:
        raise NotYours(_("只有申请人可以修改申请；窗口收件的，由收件窗口补录"))
    if facts.state not in states:
        raise NotAllowedNow(
            _("申请现在是“%(state)s”，不能修改；如需改动请先联系窗口") % {"state": facts.kind.state(facts.state).label}
        )
    return facts
