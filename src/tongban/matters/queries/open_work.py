"""What is open, for lists and counts over all of it: every condition on these columns is answered by an index alone."""

from django.db.models import QuerySet

from tongban.matters.models import Matter


def open_matters(*kinds: str) -> "QuerySet[Matter]":
    """Return the open matters of these kinds.

    Conditions on `state`, `owner`, `region`, `due_on`, `warn_on`, `paused_on`, `finished_on` and `answer_due_on` cost
    no visit to the rows, so that a hundred thousand are counted in some milliseconds, exactly, as each step leaves them.
    """
    return Matter.objects.filter(closed_at=None, kind__in=kinds)
