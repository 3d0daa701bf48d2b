"""Load the templates of the statutory documents that come with the program."""

import datetime as dt
import pathlib

from django.db import transaction
from django.db.models import Max

from tongban.cases.models import DocumentTemplate
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.kernel.clock import day_of, now

SHIPPED = pathlib.Path(__file__).resolve().parents[1] / "documents"
# 行政许可法 is in force since then: no document is older.
FIRST_DAY = dt.date(2004, 7, 1)


@transaction.atomic
def load_templates() -> int:
    """Publish the shipped template of each kind that has none, or only older shipped ones; return how many.

    May be run at every start. What an administrator has written is never overruled.
    """
    at = now()
    last = {
        template.kind: template
        for template in DocumentTemplate.objects.exclude(published_at=None).order_by("kind", "version")
    }
    highest = dict(DocumentTemplate.objects.values_list("kind").annotate(Max("version")))
    fresh = []
    for kind, named in DOCUMENT_KINDS.items():
        source = (SHIPPED / f"{named.form}.typ").read_text(encoding="utf-8")
        before = last.get(kind)
        if before is not None and (before.made_by_id is not None or before.source == source):
            continue
        fresh.append(
            DocumentTemplate(
                kind=kind,
                version=highest.get(kind, 0) + 1,
                source=source,
                made_at=at,
                published_at=at,
                effective_from=FIRST_DAY if before is None else day_of(at),
            )
        )
    # Several processes may start at once.
    DocumentTemplate.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
