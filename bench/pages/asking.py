"""The pages by name: their addresses, who asks, and how many queries each takes."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.story import STORY, account, actor, item
from tongban.cases.queries import Filter, inbox
from tongban.cases.queries.inbox_tasks import ALL
from tongban.kernel.clock import now
from tongban.parties.actions.issue_token import issue_token
from tongban.parties.models import AccessToken


@dataclass(frozen=True)
class Page:
    """An address, and the headers of who asks for it."""

    path: str
    client: Client
    more: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        return {**self.more, **({"Cookie": cookie} if cookie else {})}


@contextlib.contextmanager
def pages_of() -> Iterator[dict[str, Page]]:
    """Sign officials in and yield the pages by name; at the end everybody is signed out again."""
    visitor, clerk, reviewer, supervisor = (_client(role) for role in ("", "clerk", "lead_reviewer", "supervisor"))
    case = _case_under_review()
    token = issue_token(
        name="bench", scopes=("read",), expires_at=now() + dt.timedelta(days=1), actor=actor("lead_reviewer"), at=now()
    )
    bearer = {"Authorization": f"Bearer {token.raw}"}
    try:
        yield {
            "home": Page("/", visitor),
            "search": Page("/search?q=%E8%AE%B8%E5%8F%AF", visitor),
            "search, a name": Page("/search?q=%E6%8C%96%E6%8E%98%E5%9F%8E%E5%B8%82%E9%81%93%E8%B7%AF", visitor),
            "guide": Page(f"/items/{item()}/", visitor),
            "inbox": Page("/office/", clerk),
            "inbox of a supervisor": Page("/office/", supervisor),
            "case": Page(f"/office/cases/{case}/", reviewer),
            "case by API": Page(f"/api/v1/cases/{case}", Client(headers={"host": "127.0.0.1"}), bearer),
        }
    finally:
        for each in (clerk, reviewer, supervisor):
            each.logout()
        AccessToken.objects.filter(name="bench").delete()


def costs_of(pages: dict[str, Page], times: int) -> tuple[dict[str, int], dict[str, float]]:
    """Return how many queries each page takes once its process is warm, and its milliseconds of our own processor time.

    The database's time is not in them, nor the server's: what is left when others keep the machine busy.
    """
    queries, millis = {}, {}
    for name, page in pages.items():
        for _warming in range(2):
            answer = page.client.get(page.path, headers=page.more)
            if answer.status_code != 200:
                raise RuntimeError(f"{page.path} answers {answer.status_code}")
        with CaptureQueriesContext(connection) as asked:
            page.client.get(page.path, headers=page.more)
        queries[name] = len(asked)
        started = time.process_time()
        for _time in range(times):
            page.client.get(page.path, headers=page.more)
        millis[name] = (time.process_time() - started) * 1000 / times
    return queries, millis


def _case_under_review() -> str:
    """Return a case that the reviewer of the story finds in the inbox."""
    rows = inbox(actor("lead_reviewer"), Filter(ALL), 1, now()).rows
    if not rows:
        raise RuntimeError(f"{STORY.username('lead_reviewer')} has nothing to review in this city")
    return rows[0].number


def _client(role: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    if role:
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    return client
