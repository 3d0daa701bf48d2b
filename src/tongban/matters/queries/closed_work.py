"""What is over, for the apps whose rows end with it."""

from django.db.models import QuerySet

from tongban.matters.models import Matter


def closed_numbers() -> "QuerySet[Matter]":
    """Return the matters that are closed, to be narrowed by `number`."""
    return Matter.objects.filter(closed_at__isnull=False)
