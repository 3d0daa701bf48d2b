"""The pages by name: their addresses, who asks, and how many queries each takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages.city import Numbers, account


@dataclass(frozen=True)
class Page:
    """An address, and the cookies of who asks for it."""

    path: str
    client: Client

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())


def pages_of(numbers: Numbers) -> dict[str, Page]:
    """Return the pages by name; visitors ask for the first three, officials for the others."""
    visitor, clerk, reviewer = _client(), _client("clerk"), _client("lead_reviewer")
    return {
        "home": Page("/", visitor),
        "search": Page("/search?q=%E8%AE%B8%E5%8F%AF", visitor),
        "guide": Page(f"/items/{numbers.item}/", visitor),
        "inbox": Page("/office/?task=receive", clerk),
        "case": Page(f"/office/cases/{numbers.case}/", reviewer),
    }


def count_queries(pages: dict[str, Page]) -> dict[str, int]:
    """Return how many queries a page takes once its process is warm."""
    counted = {}
    for name, page in pages.items():
        for _warming in range(2):
            answer = page.client.get(page.path)
            if answer.status_code != 200:
                raise RuntimeError(f"{page.path} answers {answer.status_code}")
        with CaptureQueriesContext(connection) as queries:
            page.client.get(page.path)
        counted[name] = len(queries)
    return counted


def _client(role: str = "") -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    if role:
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    return client
