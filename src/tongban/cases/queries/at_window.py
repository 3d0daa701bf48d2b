"""Who stands at the window, on one screen: their open cases, their licences, their appointments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from tongban.cases.access import CASE, desk
from tongban.cases.models import Case
from tongban.cases.ports import Appointment, appointments
from tongban.cases.rules.next_step import NextStep, next_step
from tongban.kernel.clock import day_of
from tongban.licences.queries import LicenceAtHand, licences_at_hand
from tongban.matters.queries import lamp_of, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView

MOST = 30


@dataclass(frozen=True, slots=True)
class CaseAtHand:
    """An open case of the visitor that the clerk may see; `elsewhere` counts those that are not the clerk's."""

    number: str
    subject: str
    subject_en: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    next: NextStep
    owner: str
    owner_en: str


@dataclass(frozen=True, slots=True)
class AtWindow:
    """What a clerk has before them of one visitor. `appointments` is None where no such system is connected."""

    party: PartyView
    cases: list[CaseAtHand]
    elsewhere: int
    licences: list[LicenceAtHand]
    appointments: list[Appointment] | None


def at_window(actor: Actor, party: PartyView, at: dt.datetime) -> AtWindow:
    """Return what the clerk sees of a visitor, in three queries whatever there is."""
    mine = {"person_id": party.id} if party.kind == "person" else {"organisation_id": party.id}
    theirs = Case.objects.filter(matter__closed_at=None, **{f"matter__applicant_{key}": pk for key, pk in mine.items()})
    theirs = theirs.exclude(matter__state="draft")
    seen = theirs.filter(desk(actor)).select_related("matter__owner").annotate(name_en=F("version__name_en"))
    rows, today = list(seen.order_by("matter__due_on", "pk")[:MOST]), day_of(at)
    return AtWindow(
        party=party,
        cases=[_row(each, each.name_en, today) for each in rows],
        elsewhere=max(0, theirs.count() - len(rows)),
        licences=licences_at_hand(**mine),
        appointments=appointments(party, day_of(at)),
    )


def _row(case: Case, name_en: str, today: dt.date) -> CaseAtHand:
    matter = case.matter
    return CaseAtHand(
        number=matter.number,
        subject=matter.subject,
        subject_en=name_en,
        state_label=CASE.state(matter.state).label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        next=next_step(matter.state, paused=matter.paused_on is not None),
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
    )
