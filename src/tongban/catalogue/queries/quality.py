"""Reading what the quality rules find in the versions in use."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import Theme, Version
from tongban.catalogue.queries.views import view_of, with_rows
from tongban.catalogue.rules.quality import Finding, check_quality
from tongban.catalogue.rules.views import ImplementationView

CHUNK = 500


def findings() -> dict[str, list[Finding]]:
    """Return what the quality rules find in each item in use, by its code; faultless items are left out."""
    audiences = {theme.key: theme.audience for theme in Theme.objects.all()}
    in_use = Version.objects.filter(pk__in=implementations_in_use().values("current")).order_by("pk")
    found: dict[str, list[Finding]] = {}
    for each in with_rows(in_use).iterator(chunk_size=CHUNK):
        view = view_of(each)
        found[view.code] = check_quality(_content(view, audiences))
    return {code: each for code, each in found.items() if each}


def _content(view: ImplementationView, audiences: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return a view in the words of an item file, which the rules read."""
    content = {each.name: getattr(view, each.name) for each in dataclasses.fields(view)}
    for table in ("materials", "steps", "fees", "questions"):
        content[table] = [dataclasses.asdict(row) for row in content[table]]
    content["result"] = {"name": view.result_name, "kind": view.result_kind}
    content["theme_audiences"] = {key: audiences.get(key, ()) for key in view.themes}
    return content
