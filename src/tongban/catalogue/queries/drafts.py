"""Reading the drafts of a revision, and what they would take the place of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.catalogue.models import Theme, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.matters.queries import Facts
from tongban.parties.queries import authorities

_KEYED = ("steps.authority", "themes")


def drafts_of(facts: Facts) -> list[Version]:
    """Return the versions that a revision brings, without those that were dropped, with their implementations."""
    brought = Version.objects.filter(revision_id=facts.matter.pk).exclude(state=VersionState.WITHDRAWN.value)
    found = brought.select_related("implementation")
    return list(found.order_by("implementation__task_code", "variant"))


def in_force_before(drafts: Iterable[Version]) -> dict[int, dict[str, Any]]:
    """Return by draft the content in force that it would replace, in one query; a first version replaces nothing."""
    rows = list(drafts)
    found = Version.objects.filter(
        implementation__in={draft.implementation_id for draft in rows}, state=VersionState.PUBLISHED.value
    )
    contents = {
        (each.implementation_id, each.variant): each.content
        for each in found.only("implementation_id", "variant", "content")
    }
    places = {draft.pk: (draft.implementation_id, draft.variant) for draft in rows}
    return {draft_id: contents[place] for draft_id, place in places.items() if place in contents}


def words_for_keys(changes: Iterable[Iterable[Mapping[str, Any]]]) -> dict[str, str]:
    """Return the names of the authorities and themes that changes name by key, in a query for each kind at most."""
    named = [change for each in changes for change in each if change["field"] in _KEYED]
    names: dict[str, str] = {}
    if any(change["field"] == "themes" for change in named):
        names |= dict(Theme.objects.values_list("key", "name"))
    if any(change["field"] == "steps.authority" for change in named):
        names |= {each.key: each.name for each in authorities()}
    return names
