"""Counting open matters, for those who watch the house."""

import datetime as dt

from django.db.models import Case, CharField, Count, F, Value, When

from tongban.matters.models import Matter
from tongban.matters.rules.lamps import Lamp


def open_by_lamp(today: dt.date) -> dict[tuple[str, str], int]:
    """Return how many open matters of each kind have which lamp, by (kind, lamp), in one query."""
    shown = Case(
        When(finished_on__gt=F("answer_due_on"), then=Value(Lamp.RED.value)),
        When(due_on__lt=today, then=Value(Lamp.RED.value)),
        When(paused_on__isnull=False, then=Value(Lamp.GREY.value)),
        When(warn_on__lte=today, then=Value(Lamp.YELLOW.value)),
        default=Value(Lamp.WHITE.value),
        output_field=CharField(),
    )
    counted = (
        Matter.objects.filter(closed_at=None)
        .annotate(shown=shown)
        .values_list("kind", "shown")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {(kind, lamp): n for kind, lamp, n in counted}
