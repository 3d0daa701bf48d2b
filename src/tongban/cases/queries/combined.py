"""A combined application as its page shows it: what is asked once for all items, and how far each of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.access import CASE, applied_for
from tongban.cases.models import Case, CombinedApplication
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.combined import SharedField, keys_shared, shared_fields
from tongban.cases.rules.sources import unchanged
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.forms import FormField, groups_of
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """What one of the drafts has for a question: whether it was filled in and left so, and who changed it last."""

    value: Any
    is_prefilled: bool
    last: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that is asked once: its field as the first form has it, the answer, and where that came from.

    `held` is what each draft has, by case number: they are alike unless one of them was changed alone.
    """

    shared: SharedField
    field: FormField
    value: Any
    source: Mapping[str, Any] | None
    required: bool
    held: Mapping[str, HeldAnswer]


@dataclass(frozen=True, slots=True)
class CombinedLine:
    """One of the items: its case and which of its own fields still want an answer, each with what to do."""

    number: str
    item: ImplementationView
    state: str
    state_label: str
    due_on: dt.date | None
    wrong: Mapping[str, Any]

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"


@dataclass(frozen=True, slots=True)
class CombinedPage:
    """The application: `spared` counts the fields that nobody fills in again because they are asked once."""

    number: str
    applicant_name: str
    for_organisation: bool
    begun_at: dt.datetime
    submitted_at: dt.datetime | None
    lines: tuple[CombinedLine, ...]
    shared: tuple[SharedQuestion, ...]

    @property
    def spared(self) -> int:
        return sum(len(question.shared.keys) - 1 for question in self.shared)

    @property
    def shared_wrong(self) -> bool:
        """Tell whether something that is asked once still wants an answer."""
        return any(line.wrong.keys() & keys_shared(self._fields, line.number) for line in self.lines)

    @property
    def _fields(self) -> tuple[SharedField, ...]:
        return tuple(question.shared for question in self.shared)


def combined_page(actor: Actor, number: str) -> CombinedPage:
    """Return a combined application of the actor, or of one for whom the actor acts, in two queries.

    Somebody whose mandate covers only some of its items sees those. Raises NotFound.
    """
    found = CombinedApplication.objects.filter(number=number).first()
    cases = _cases(actor, found) if found is not None else []
    if found is None or not cases:
        raise NotFound(_("没有找到这份合并申请"))
    items = {case.matter.number: version_of(case.version_id).in_situation(case.situation) for case in cases}
    shared = shared_fields({key: item.form for key, item in items.items()})
    answers = {case.matter.number: case for case in cases}
    return CombinedPage(
        number=found.number,
        applicant_name=found.applicant_name,
        for_organisation=found.applicant_organisation_id is not None,
        begun_at=found.begun_at,
        submitted_at=found.submitted_at,
        lines=tuple(
            CombinedLine(
                number=case.matter.number,
                item=items[case.matter.number],
                state=case.matter.state,
                state_label=CASE.state(case.matter.state).label,
                due_on=case.matter.due_on,
                wrong=check_answers(items[case.matter.number].form, case.answers)
                if case.matter.state == "draft"
                else {},
            )
            for case in cases
        ),
        shared=tuple(_question(field, items, answers) for field in shared),
    )


@dataclass(frozen=True, slots=True)
class Alongside:
    """The combined application that a draft belongs to, and which of its fields are asked once for all of it."""

    number: str
    keys: frozenset[str]


def asked_alongside(actor: Actor, case: Case) -> Alongside | None:
    """Return what a draft shares with the others of its combined application; None for one that stands alone.

    One that was sent back for correction after it was handed in stands alone again.
    """
    if case.combined_id is None:
        return None
    combined = CombinedApplication.objects.get(pk=case.combined_id)
    if combined.submitted_at is not None:
        return None
    cases = _cases(actor, combined)
    forms = {str(each.pk): version_of(each.version_id).in_situation(each.situation).form for each in cases}
    return Alongside(combined.number, keys_shared(shared_fields(forms), str(case.pk)))


def siblings(actor: Actor, case: Case) -> list[Case]:
    """Return the other drafts of the combined application that a case belongs to, in one query."""
    if case.combined_id is None:
        return []
    others = applied_for(actor).filter(combined_id=case.combined_id, matter__state="draft")
    return list(others.exclude(pk=case.pk).order_by("pk"))


def _cases(actor: Actor, combined: CombinedApplication) -> list[Case]:
    return list(applied_for(actor).filter(combined_id=combined.pk).order_by("pk"))


def _question(field: SharedField, items: Mapping[str, ImplementationView], cases: Mapping[str, Case]) -> SharedQuestion:
    """Return the question with its first answer; a form that requires it makes it required."""
    asked = {
        number: next(each for group in groups_of(items[number].form) for each in group.fields if each.key == key)
        for number, key in field.keys.items()
    }
    first = next(iter(field.keys))
    answered = next((number for number, key in field.keys.items() if key in cases[number].answers), first)
    key, case = field.keys[answered], cases[answered]
    source, value = case.sources.get(key), case.answers.get(key)
    return SharedQuestion(
        shared=field,
        field=asked[first],
        value=value,
        # What was changed is the applicant's word, and no more the register's.
        source=source if source and unchanged(source, value) else None,
        required=any(each.required for each in asked.values()),
        held={number: _held(cases[number], key) for number, key in field.keys.items()},
    )


def _held(case: Case, key: str) -> HeldAnswer:
    value, source = case.answers.get(key), case.sources.get(key)
    return HeldAnswer(value, source is not None and unchanged(source, value), case.touched.get(key, {}))
