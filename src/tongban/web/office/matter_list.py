"""One page for every list of small matters: what waits, the soonest due first, or all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor
from tongban.web.paging import page_number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class ListWords:
    """How a list is called and explained, in the reader's language.

    `nothing` is said when none waits, and `comes` when one would: an empty page says why it is empty.
    """

    heading: _StrPromise
    lead: _StrPromise
    nothing: _StrPromise
    comes: _StrPromise


def matter_list(
    request: HttpRequest,
    template: str,
    read: Callable[..., Any],
    words: ListWords,
    page_size: int = 20,
) -> HttpResponse:
    """Show one page of what `read(actor, page, at, open_only=)` finds: what waits, or with ?all=1 all of it."""
    everything = request.GET.get("all") == "1"
    found = read(actor(request), page_number(request.GET.get("page")), now(), open_only=not everything)
    context = {"found": found, "everything": everything, "words": words, "page_size": page_size}
    return render(request, f"office/{template}.html", context)
