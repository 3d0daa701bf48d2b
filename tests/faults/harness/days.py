"""Work every due day out anew from its facts, and compare."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F

from tongban.kernel.clock import now
from tongban.kernel.queries import calendar_of
from tongban.matters.actions.recompute import recompute
from tongban.matters.models import Clock, Pause
from tongban.matters.queries import spans_of
from tongban.matters.queries.tally import open_by_lamp
from tongban.matters.rules.clocks import STEP, reckon


def days_that_differ() -> list[str]:
    """Return a sentence for each due day that does not follow from starts, days, pauses and calendar.

    The house's own recomputation must find nothing to set right among open matters (it is rolled back), each clock,
    stopped or not, must end where its facts say, and each answer must be judged by one of its matter's clocks.
    """
    with transaction.atomic():
        moved = recompute(at=now()).numbers
        transaction.set_rollback(True)
    return [*(f"{number} would be due on another day" for number in moved), *_clocks(), *_spans(), *_counts()]


def _clocks() -> list[str]:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.all():
        pauses[pause.matter_id].append(pause)
    owed: dict[int, set[object]] = defaultdict(set)
    told = []
    for clock in Clock.objects.select_related("matter"):
        spans = spans_of(pauses[clock.matter_id]) if clock.pausable else []
        calendar = calendar_of(clock.matter.region_id)
        working = clock.unit == Clock.Unit.WORKING
        due = reckon(calendar, start=clock.started_on, days=clock.days, working=working, pauses=spans).due.day
        if due != clock.due_on:
            told.append(
                f"the clock {clock.kind} of {clock.matter.number} ends on {clock.due_on}, by its facts on {due}"
            )
        if clock.kind != STEP:
            owed[clock.matter_id].add(due)
    finished = {clock.matter for clock in Clock.objects.select_related("matter").exclude(matter__answer_due_on=None)}
    told += [
        f"{m.number} was owed on {m.answer_due_on}, by no clock" for m in finished if m.answer_due_on not in owed[m.pk]
    ]
    return told


def _spans() -> list[str]:
    """List what ended before it began."""
    pauses = Pause.objects.filter(ended_on__lt=F("started_on")).values_list("matter__number", flat=True)
    clocks = Clock.objects.filter(stopped_on__lt=F("started_on")).values_list("matter__number", flat=True)
    return [f"{number} has a period that ended before it began" for number in (*pauses, *clocks)]


def _counts() -> list[str]:
    """Compare the counts of lamps that the watchers see with the open matters."""
    from tongban.kernel.clock import today
    from tongban.matters.models import Matter

    shown, there = sum(open_by_lamp(today()).values()), Matter.objects.filter(closed_at=None).count()
    return [f"{shown} open matters are counted, {there} are there"] if shown != there else []
