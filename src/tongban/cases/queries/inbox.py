"""The inbox of an official: open cases by remaining working days, with what is to be done by whom."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.cases.access import CASE, charged, desk, handled, reviewed_by
from tongban.cases.models import Case, Correction, Review
from tongban.cases.rules.masking import masked_party
from tongban.kernel.clock import day_of
from tongban.kernel.queries import calendar_of
from tongban.matters.queries import lamp_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind

PAGE_SIZE = 20
MINE, ALL, WAITING = "mine", "all", "waiting"


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the inbox is shown: a task (or mine, waiting, all), a lamp, and words of number, name or subject."""

    task: str = MINE
    lamp: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class InboxRow:
    number: str
    subject: str
    applicant_name: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    owner: str
    received_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TaskCount:
    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Inbox:
    rows: list[InboxRow]
    count: int
    page: int
    pages: int
    tasks: list[TaskCount]
    filter: Filter


TASK_LABELS = {
    MINE: _("等我办理"),
    "receive": _("待受理"),
    "open_reviews": _("待分送审查"),
    "opinion": _("待提审查意见"),
    "decide": _("待决定"),
    "issue": _("待制证"),
    "deliver": _("待送达"),
    "close": _("待归档"),
    WAITING: _("等待他人"),
    ALL: _("全部在办"),
}


def inbox(actor: Actor, filters: Filter, page: int, at: dt.datetime) -> Inbox:
    """Return one page of the open cases that the actor may see, soonest due first, in two queries."""
    today = day_of(at)
    tasks = _tasks(actor)
    mine = functools.reduce(operator.or_, tasks.values(), Q(pk__in=[]))
    slices = {MINE: mine, **tasks, WAITING: ~mine, ALL: Q()}
    seen = Case.objects.filter(desk(actor), matter__closed_at=None).filter(_words(filters.q, actor))
    counts = seen.aggregate(**{f"n_{code}": Count("pk", filter=q) for code, q in slices.items()})
    chosen = filters.task if filters.task in slices else MINE
    found = seen.filter(slices[chosen]).filter(_lamp(filters.lamp, today))
    count = found.count() if filters.lamp else counts[f"n_{chosen}"]
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(1, page), pages)
    # Who watches many cases may still handle some of them.
    revealed = ExpressionWrapper(handled(actor), output_field=BooleanField())
    return Inbox(
        rows=[_row(case, today) for case in _page(found.annotate(revealed=revealed), page)],
        count=count,
        page=page,
        pages=pages,
        tasks=[TaskCount(code, str(TASK_LABELS[code]), counts[f"n_{code}"]) for code in slices],
        filter=Filter(chosen, filters.lamp, filters.q),
    )


def _page(found: QuerySet[Case], page: int) -> QuerySet[Case]:
    ordered = found.select_related("matter__owner").order_by(F("matter__due_on").asc(nulls_last=True), "pk")
    return ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


def _tasks(actor: Actor) -> dict[str, Q]:
    """Return, for each task that the actor's duties may give, the cases on which it waits."""
    clerk, reviewer = actor.charged_with(DutyKind.CLERK), actor.charged_with(DutyKind.REVIEWER)
    decider, issuer = actor.charged_with(DutyKind.DECIDER), actor.charged_with(DutyKind.ISSUER)
    licence = Q(version__result_kind="licence") & ~Q(version__licence_type="")
    told = Correction.objects.filter(matter_id=OuterRef("matter_id"), told_by_id__in=actor.officials)
    took_part = (
        Q(clerk_id__in=actor.officials)
        | Q(Exists(told))
        | Q(Exists(Review.objects.filter(matter_id=OuterRef("matter_id"), reviewer_id__in=actor.officials)))
    )
    instant = Q(matter__state="accepted", version__instance="instant")
    tasks: dict[str, Q] = {}
    if clerk:
        tasks["receive"] = Q(matter__state__in=("submitted", "pre_review", "received")) & charged(actor, DutyKind.CLERK)
    if reviewer:
        tasks["open_reviews"] = Q(matter__state="accepted") & charged(actor, DutyKind.REVIEWER) & ~instant
        tasks["opinion"] = Q(matter__state="reviewing") & reviewed_by(actor, given_at=None, opened_on__isnull=False)
    if decider:
        ready = Q(matter__state="deciding", matter__paused_on=None)
        tasks["decide"] = charged(actor, DutyKind.DECIDER) & (ready | instant) & ~took_part
    if issuer:
        tasks["issue"] = Q(matter__state="granted") & charged(actor, DutyKind.ISSUER) & licence
    if clerk or issuer:
        done = Q(matter__state__in=("issued", "refused")) | (Q(matter__state="granted") & ~licence)
        tasks["deliver"] = done & charged(actor, DutyKind.CLERK, DutyKind.ISSUER)
    if clerk:
        tasks["close"] = Q(matter__state="delivered") & charged(actor, DutyKind.CLERK)
    return tasks


def _words(q: str, actor: Actor) -> Q:
    words = q.split()[:5]
    # Who is masked cannot be found by name either.
    named = handled(actor) | Q(matter__applicant_organisation__isnull=False)
    return functools.reduce(
        operator.and_,
        (
            Q(matter__number__icontains=w)
            | Q(matter__subject__icontains=w)
            | (named & Q(matter__applicant_name__icontains=w))
            for w in words
        ),
        Q(),
    )


def _lamp(lamp: str, today: dt.date) -> Q:
    """Return the filter for a lamp, the same rule as `matters.rules.lamps`; it matches all when none is named."""
    answered_late = Q(matter__finished_on__gt=F("matter__answer_due_on"))
    done = ~answered_late & Q(matter__finished_on__isnull=False, matter__due_on=None)
    running = ~answered_late & ~done
    paused, late = Q(matter__paused_on__isnull=False), Q(matter__due_on__lt=today)
    warned = Q(matter__warn_on__lte=today)
    filters: dict[str, Q] = {
        Lamp.GREEN: done,
        Lamp.GREY: running & paused & ~late,
        Lamp.RED: answered_late | (running & late),
        Lamp.YELLOW: running & ~paused & ~late & warned,
        Lamp.WHITE: running & ~paused & ~late & ~warned,
    }
    return filters.get(lamp, Q())


def _row(case: Case, today: dt.date) -> InboxRow:
    matter = case.matter
    state = CASE.state(matter.state)
    return InboxRow(
        number=matter.number,
        subject=matter.subject,
        applicant_name=matter.applicant_name if vars(case)["revealed"] else masked_party(matter),
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=calendar_of(matter.region_id).between(today, matter.due_on) if matter.due_on else None,
        owner=matter.owner.short_name,
        received_at=case.received_at,
    )
