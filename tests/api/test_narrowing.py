"""An address leads where it would if every pattern was tried."""

import re

import pytest
from django.urls import Resolver404, URLResolver, get_resolver

from tongban.api.narrowing import NarrowingResolver
from tongban.api.urls import urlpatterns

NARROW = next(each for each in urlpatterns if isinstance(each, NarrowingResolver))
PLAIN = URLResolver(NARROW.pattern, NARROW.url_patterns, NARROW.default_kwargs, NARROW.app_name, NARROW.namespace)
VALUES = ("x", "7", "a.b", "decide", "imports", "")


def found(resolver: URLResolver, path: str) -> object:
    try:
        match = resolver.resolve(path)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.view_name, match.namespaces, match.route


def addresses() -> list[str]:
    """Every route with some values in it, as it is and one word longer, and what leads nowhere."""
    routes = [str(each.pattern) for each in NARROW.url_patterns]
    filled = [re.sub(r"<[^>]*>", value, f"v1/{route}") for route in routes for value in VALUES]
    return [*filled, *(f"{each}/" for each in filled), "", "v1", "v1/", "v1//", "v1/cases//decide", "v1/cases/a/b/c/d"]


class TestNarrowingResolver:
    def test_finds_what_all_patterns_would_find(self) -> None:
        asked = addresses()

        assert [path for path in asked if found(NARROW, path) != found(PLAIN, path)] == []
        assert len({found(NARROW, path) is None for path in asked}) == 2

    def test_keeps_no_more_for_addresses_that_are_made_up(self) -> None:
        kept = NARROW._of(None)
        before = len(NARROW._narrowed)
        for number in range(50):
            with pytest.raises(Resolver404):
                NARROW.resolve(f"v1/made-up/{number}/word-{number}")

        assert len(NARROW._narrowed) <= before + 1
        assert len(kept.url_patterns) < 10

    def test_stands_in_the_site(self) -> None:
        match = get_resolver().resolve("/api/v1/cases/GA-1/decide")

        assert match.route == "api/v1/cases/<number>/decide"
        assert match.kwargs == {"number": "GA-1"}
