"""Drafts to test with: begun, filled in and sent on through the pages themselves."""

from typing import Any

from django.test import Client
from lxml import html

from tests.city import MONDAY, actor
from tests.web.office.test_step import key_of
from tongban.catalogue.actions.revisions.begin_revision import begin_revision
from tongban.catalogue.models import Implementation, Revision, Version

DESK, ITEMS = "/office/catalogue/", "/office/catalogue/items/"
ROAD = "挖掘城市道路许可"


def code_of(name: str = ROAD) -> str:
    return Implementation.objects.get(current__name=name, authority__region__level=3).task_code


def begun(role: str = "steward", name: str = ROAD) -> str:
    """Return the number of a change that somebody has begun."""
    return begin_revision(task_code=code_of(name), reason="压缩承诺时限", actor=actor(role), at=MONDAY)


def draft_of(number: str) -> Version:
    return Version.objects.get(revision__matter__number=number)


def begun_here() -> list[str]:
    """Return the numbers of the changes that were begun on the pages; the city's own list came whole."""
    return list(Revision.objects.filter(source="pages").order_by("pk").values_list("matter__number", flat=True))


def page_of(number: str) -> str:
    return f"{DESK}revisions/{number}/"


def edit(number: str, address: str) -> str:
    return f"{page_of(number)}drafts/{draft_of(number).pk}/edit/{address}"


def asked(browser: Client, url: str) -> dict[str, Any]:
    """Return what the form of a page would send as it stands."""
    return filled(browser.get(url))


def filled(page: Any) -> dict[str, Any]:
    """Return what the form of a page that was answered would send as it stands."""
    form = html.fromstring(page.content).xpath("//main//form[@method='post']")[0]
    values: dict[str, Any] = {}
    nothing = {each.get("name") for each in form.xpath(".//input[@type='radio'][@checked][@value='']")}
    for name, value in form.form_values():
        values.setdefault(name, []).append("" if name in nothing else value)
    return values


def send(browser: Client, url: str, **typed: Any) -> Any:
    """Fill in the form of a page over what stands there, and send it."""
    return browser.post(url, {**asked(browser, url), **typed})


__all__ = [
    "DESK",
    "ITEMS",
    "ROAD",
    "asked",
    "begun",
    "begun_here",
    "code_of",
    "draft_of",
    "edit",
    "filled",
    "key_of",
    "page_of",
    "send",
]
