"""Which routes may read what lags: those that show what was published, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tongban.api.door import door
from tongban.kernel import replica

PAGES = (
    "home about search themes theme persons companies elderly authorities authority carriers guide versions decisions"
    " decisions-csv decision lists list-file list list-compare list-history directory codes entry power licence-types"
    " licence-type"
)
CALLS = (
    "find_items read_item read_linked_data list_published_lists read_published_list compare_published_list"
    " list_decisions read_decision"
)


def lagging(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Yield the names of the pages that may read from the replica."""
    for found in patterns:
        if isinstance(found, URLResolver):
            yield from lagging(found.url_patterns, f"{found.namespace}:" if found.namespace else space)
        elif _may_lag(found.callback):
            yield f"{space}{found.name}"


def _may_lag(view: Any) -> bool:
    """Tell whether one of the layers around a view is that of `reads_may_lag`."""
    while view is not None:
        if getattr(view, "__code__", None) is not None and view.__code__.co_filename == replica.__file__:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


class TestRoutes:
    def test_that_may_lag_are_pages_of_what_was_published(self) -> None:
        assert set(lagging(get_resolver().url_patterns)) == {f"portal:{name}" for name in PAGES.split()}

    def test_that_may_lag_are_calls_for_what_was_published(self) -> None:
        found = {
            operation.view_func.__name__
            for _prefix, router in door._routers
            for path in router.path_operations.values()
            for operation in path.operations
            if _may_lag(operation.view_func)
        }

        assert found == set(CALLS.split())
