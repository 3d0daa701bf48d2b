"""Reading the quality rules that count on a day, with what they know of the city."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tongban.catalogue.models import Item, QualityRule, Theme
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.quality import Around, Office, Rule, RuleSet, rule_set
from tongban.parties.queries import authorities


def rules_in_force(on: dt.date) -> RuleSet:
    """Return the quality rules of a day, ready to be applied to any number of items; five queries.

    The city's own row goes before a shipped one, the newest counts, and what it does not set is as shipped.
    """
    rows = (
        QualityRule.objects.filter(effective_from__lte=on)
        .filter(Q(effective_to=None) | Q(effective_to__gte=on))
        .order_by("-shipped", "effective_from")
    )
    counting: dict[str, Rule] = {}
    for row in rows:
        before = counting.get(row.code)
        settings = {**(before.settings if before else {}), **row.settings}
        counting[row.code] = Rule(row.code, row.severity, row.title, row.basis, settings)
    around = Around(
        offices={each.key: Office(each.phone, each.complaint_phone, each.address) for each in authorities()},
        themes={key: tuple(audience) for key, audience in Theme.objects.values_list("key", "audience")},
        elements=elements(),
        closed=frozenset(Item.objects.filter(in_use=False).values_list("catalog_code", flat=True)),
    )
    return rule_set(counting.values(), around)
