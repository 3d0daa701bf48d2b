"""Finding the operation of an address without trying hundreds of others: by its first and last word and its length."""

from __future__ import annotations

from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver

# First word, number of words, and the last where it is said; None where it is a value.
Form = tuple[str, int, str | None]


class NarrowingResolver(URLResolver):
    """Tries, in their order, only those patterns whose form the address has, and those that may have any."""

    def __init__(self, *declared: Any) -> None:
        super().__init__(*declared)
        self._forms = [_form(each) for each in self.url_patterns]
        self._known = frozenset(self._forms)
        self._narrowed: dict[Form | None, URLResolver] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """Return what the path leads to. Raises Resolver404."""
        found = self.pattern.match(str(path))
        first, length, last = _words(found[0]) if found else ("", 0, "")
        form: Form | None = (first, length, last)
        if form not in self._known:  # so that no caller makes us keep what they made up
            form = (first, length, None) if (first, length, None) in self._known else None
        if form not in self._narrowed:
            self._narrowed[form] = self._of(form)
        return self._narrowed[form].resolve(path)

    def _of(self, form: Form | None) -> URLResolver:
        wanted = {None, form, (*form[:2], None) if form else None}
        patterns = [each for each, of in zip(self.url_patterns, self._forms, strict=True) if of in wanted]
        return URLResolver(self.pattern, patterns, self.default_kwargs, self.app_name, self.namespace)


def _form(pattern: URLPattern | URLResolver) -> Form | None:
    """Return the form of all addresses that a pattern takes; None where they have none in common."""
    route = str(pattern.pattern)
    first, length, last = _words(route)
    if isinstance(pattern, URLResolver) or "<path:" in route or "<" in first:
        return None
    return first, length, None if "<" in last else last


def _words(path: str) -> tuple[str, int, str]:
    words = path.split("/")
    return words[0], len(words), words[-1]
