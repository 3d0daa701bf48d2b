"""One application in a browser, from the guide to the number: what is known already is left as it stands."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Page

from tongban.cli.story.script import PASSWORD

STEPS = 40


class Stuck(Exception):
    """The application could not be handed in as it is written; says on which page and what that page says."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Who applies for what, and all that they type and give."""

    key: str
    title: str
    title_en: str
    item: str
    account: str
    organisation: str = ""
    promises: bool = False
    files: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    space: Mapping[str, str] = field(default_factory=dict)


def apply(page: Page, site: str, journey: Journey) -> str:
    """Play the journey and return the case's number. Raises Stuck."""
    page.context.clear_cookies()
    _sign_in(page, site, journey.account)
    found = httpx.get(f"{site}/api/v1/items", params={"q": journey.item}).json()["results"]
    page.goto(f"{site}/items/{next(each['code'] for each in found if each['name'] == journey.item)}/")
    page.get_by_role("link", name="在线申请").first.click()
    if journey.organisation:
        page.get_by_label(journey.organisation).check()
    page.get_by_role("button", name="开始填写").click()
    for _step in range(STEPS):
        place = page.url.removeprefix(site).split("#")[0]
        kind = place.rstrip("/").rpartition("/")[2].partition("?")[0]
        if kind == "done":
            return page.locator(".case-number").inner_text().strip()
        _PAGES.get(kind, _group)(page, journey)
        if page.locator("#error-summary").count():
            raise Stuck(f"{journey.key}: {place}: {page.locator('#error-summary').inner_text()}")
    raise Stuck(f"{journey.key}: after {STEPS} pages it is still at {page.url}")


def _sign_in(page: Page, site: str, account: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("[name=login]").fill(account)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{site}/my/**")


def _group(page: Page, journey: Journey) -> None:
    """Answer what is this journey's to answer, and go on."""
    for key, value in journey.answers.items():
        controls = page.locator(f"[name='{key}']")
        if not controls.count():
            continue
        if controls.first.get_attribute("type") in ("checkbox", "radio"):
            for each in value if isinstance(value, list) else [value]:
                page.locator(f"[name='{key}'][value='{each}']").check()
        elif controls.first.evaluate("one => one.tagName") == "SELECT":
            controls.first.select_option(str(value))
        else:
            controls.first.fill(str(value))
    _leave(page, page.locator("button[name=go][value=next]"))


def _promises(page: Page, journey: Journey) -> None:
    """Promise where the journey does; where papers may come later nothing is put off, for nothing is missing."""
    if journey.promises:
        page.locator("[name=way][value=promise]").check()
        page.locator("[name=promise_read]").check()
    _leave(page, page.locator("main form button[type=submit].btn-primary").last)


def _materials(page: Page, journey: Journey) -> None:
    for code in journey.space:
        section = page.locator(f"#material-{code}")
        if not section.locator(".file-line a").count():
            _leave(page, section.get_by_role("button", name="用这一份").first)
    for code in journey.files:
        section = page.locator(f"#material-{code}")
        if section.count() and not section.locator(".file-line a").count():
            section.locator("input[type=file]").first.set_input_files(
                {"name": f"{code}.png", "mimeType": "image/png", "buffer": blank_picture()}
            )
            _leave(page, section.get_by_role("button", name="上传").first)
    _leave(page, page.get_by_role("link", name="核对并提交").last)


def _review(page: Page, journey: Journey) -> None:
    page.locator("#truth").check()
    _leave(page, page.get_by_role("button", name="提交申请"))


def blank_picture(width: int = 600) -> bytes:
    """Return a picture of nothing, in place of a photographed paper; another width is another paper."""
    out = io.BytesIO()
    Image.new("RGB", (width, 400), "white").save(out, "PNG")
    return out.getvalue()


def _leave(page: Page, control: Any) -> None:
    with page.expect_navigation():
        control.click()


_PAGES = {"promises": _promises, "materials": _materials, "review": _review}
