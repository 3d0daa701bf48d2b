"""Send a revision to the authority's reviewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.actions.revisions.propose_standing import refuse_past
from tongban.catalogue.actions.write_columns import write_columns
from tongban.catalogue.models import Version
from tongban.catalogue.queries.draft_problems import problems_of
from tongban.catalogue.queries.drafts import drafts_of, in_force_before
from tongban.catalogue.queries.quality import blocking
from tongban.catalogue.rules.difference import difference
from tongban.catalogue.rules.enumerations import Standing
from tongban.catalogue.rules.messages import Message
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor

REVIEW_CLOCK, REVIEW_DAYS = "revision_review", "revision_review_days"


class AsProposed(Enum):
    """Nothing is said of the day: it stays the one that was proposed, if one was."""

    DAY = "as proposed"


AS_PROPOSED = AsProposed.DAY


class NothingChanged(NotAllowedNow):
    """A draft says the same as what is in force."""


@retried
@transaction.atomic
def send_to_review(
    *, number: str, effective_on: dt.date | AsProposed | None = AS_PROPOSED, actor: Actor, at: dt.datetime
) -> Stepped:
    """Hand the drafts to the authority's reviewer (送审); they are whole by now, and say how they differ.

    `effective_on` is the day from which they are to be in force, None for the day of publication; where nothing is said
    of it, the day stays that was proposed with the revision or when it was last sent. Raises BadInput by
    field (`name: field` where there are several drafts) for what keeps a draft from being published and for a day
    that is past, NothingChanged, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "send_to_review", actor)
    row, today = facts.parts["revision"], day_of(at)
    day: dt.date | None = row.effective_on if isinstance(effective_on, AsProposed) else effective_on
    refuse_past(day, at)
    drafts = drafts_of(facts)
    before = in_force_before(drafts)
    for draft in drafts:
        draft.changes = difference(before.get(draft.pk), draft.content)
        if not draft.changes:
            raise NothingChanged(_("“%(name)s”与现行版本没有差别，请先修改，或撤销变更") % {"name": draft.name})
    clock = start_clock(
        None,
        REVIEW_CLOCK,
        on=today,
        days=parameter(REVIEW_DAYS, facts.region_code, today),
        region_code=facts.region_code,
    )
    done = step(
        facts,
        "send_to_review",
        actor=actor,
        at=at,
        writes=[Insert(clock), Change(row, {"effective_on": day, "returned_for": "", "reviewer_id": None})],
        said={"drafts": len(drafts), **({"effective_on": day.isoformat()} if day else {})},
    )
    # After the step, which holds the matter: an edit at this moment looks its draft over in the same order.
    refuse_unfit(drafts, at)
    write_columns(drafts={draft.pk: {"changes": draft.changes} for draft in drafts})
    return done


def refuse_unfit(drafts: Sequence[Version], at: dt.datetime) -> None:
    """Raise BadInput for what is wrong in the drafts, by field; of several drafts each field goes with its name.

    First what is no item yet, then what the quality rules find: errors, and warnings that nobody gave a reason for.
    An item with faults may still be suspended or cancelled; it is looked over when it comes back.
    """
    _refuse(drafts, problems_of(drafts))
    ids = [draft.pk for draft in drafts if not _only_leaves(draft)]
    check_versions(version_ids=ids, at=at)
    found: dict[int, list[tuple[str, Message]]] = {}
    for each in blocking(ids):
        found.setdefault(each.version_id, []).append((each.field, each.message))
    _refuse(drafts, found)


def _only_leaves(draft: Version) -> bool:
    touched = {change["field"] for change in draft.changes}
    return touched <= {"standing", "standing_reason"} and draft.content["standing"] != Standing.IN_USE


def _refuse(drafts: Sequence[Version], wrong: Mapping[int, Sequence[tuple[str, Message]]]) -> None:
    names = {draft.pk: draft.name for draft in drafts}
    errors: dict[str, str] = {}
    for draft_id, problems in wrong.items():
        for field, message in problems:
            place = field if len(drafts) == 1 else f"{names[draft_id]}: {field}"
            errors[place] = (
                Message("%(one)s %(other)s", one=errors[place], other=message) if place in errors else message
            )
    if errors:
        raise BadInput(errors)
