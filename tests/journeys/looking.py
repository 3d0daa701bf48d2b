"""Walking through pages and looking at each: screenshots, accessibility, nothing cut off."""

from __future__ import annotations

import os
import pathlib
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, Request, Response

from tongban.cli.environment import REPOSITORY

AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = pathlib.Path(os.environ.get("TONGBAN_SCREENSHOTS", REPOSITORY / "var" / "screenshots"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# How long a page may take on a busy machine, in milliseconds.
PATIENCE_MS = 180_000
JOBS_SECONDS = 180
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# How the browser tells of an answer that is a refusal.
REFUSED = "Failed to load resource"

# What sticks out of the page, or is cut off by its own box.
CUT_OFF = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const name = e => e.tagName.toLowerCase() + (e.className ? '.' + String(e.className.baseVal ?? e.className).trim()
    .replaceAll(' ', '.') : '') + ' “' + (e.innerText || '').trim().slice(0, 20) + '”';
  const clipped = e => e && (getComputedStyle(e).clipPath !== 'none' || getComputedStyle(e).clip !== 'auto'
    || clipped(e.parentElement));
  for (const e of document.querySelectorAll('body *')) {
    // A control scrolls what is typed into it, a cropper shows a part of a picture; what is hidden from sight on
    // purpose is clipped by a clip path.
    if (!e.getClientRects().length || e.closest('.skip-link, svg, input, select, .crop-room')) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (style.visibility === 'hidden' || clipped(e)) continue;
    if (box.right > wide + 1 || box.left < -1) found.push('sticks out: ' + name(e));
    const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    if (hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
      found.push('cut off: ' + name(e));
  }
  return found.slice(0, 5);
}"""

# Where the keyboard is, and whether one can see it.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return {words: '', seen: false};
  const style = one => getComputedStyle(one);
  const ring = one => style(one).outlineStyle !== 'none' && parseFloat(style(one).outlineWidth) > 0;
  const box = e.getBoundingClientRect(), row = e.closest('tr');
  const ringed = ring(e) || (row !== null && ring(row));
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {words: (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || e.value || '').trim(),
          name: e.getAttribute('name') || '', tag: e.tagName.toLowerCase(), seen: ringed && inView};
}"""


class Walker:
    """One person's browser page; `look` is called on every page that a journey comes by."""

    def __init__(self, page: Page, *, script: bool = True) -> None:
        self.page = page
        self.script = script
        self.complaints: list[str] = []
        self.answers: list[Response] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._said)
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.on("dialog", self._asked)

    @property
    def path(self) -> str:
        """Return the address of the page, without the site."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def status(self) -> int:
        """Return how the last page was answered."""
        return self.answers[-1].status

    def goto(self, path: str) -> Walker:
        """Open a page."""
        self.page.goto(path)
        return self

    def goto_until(self, path: str, shown: Callable[[], bool]) -> None:
        """Open a page again and again until it shows what a job has to bring there."""
        give_up = time.monotonic() + JOBS_SECONDS
        while not (self.goto(path) and shown()):
            assert time.monotonic() < give_up, f"not on {path} in {JOBS_SECONDS} s: {self.main()[:500]}"
            time.sleep(0.3)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in on the sign-in page, wherever it leads."""
        if "/accounts/login" not in self.page.url:
            self.page.goto("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.press("登录", within="main form")

    def look(self, name: str) -> None:
        """Take the page's picture at both widths; it must be accessible (WCAG 2.1 AA), whole, and without errors."""
        before = self.page.viewport_size
        # What was waited for may stand there before the page has its style.
        self.page.wait_for_load_state()
        SHOTS.mkdir(parents=True, exist_ok=True)
        assert self.page.locator("h1:visible").count() == 1, f"{name}: a page has one heading"
        for size in (DESKTOP, PHONE):
            width = size["width"]
            self.page.set_viewport_size(size)
            self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
            wide, cut_off = self.page.evaluate("document.documentElement.scrollWidth"), self.page.evaluate(CUT_OFF)
            assert wide <= width, f"{name} is {wide} px wide on {width}: {cut_off}"
            faults = [*cut_off, *self.axe()]
            assert faults == [], f"{name} on {width}: {faults}"
        if before:
            self.page.set_viewport_size(before)
        assert self.complaints == [], f"{name}: {self.complaints}"

    def axe(self) -> list[str]:
        """Return the accessibility faults of the page, a line each."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
        )
        return [
            f"{fault['id']}: {fault['help']} {[node['target'] for node in fault['nodes'][:3]]}"
            for fault in found["violations"]
        ]

    def text(self) -> str:
        """Return what the page says."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def main(self) -> str:
        """Return what the page says between its head and its foot."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    def follow(self, words: str, *, within: str = "body") -> None:
        """Follow the first link with these words."""
        self._go(self.page.locator(within).first.get_by_role("link", name=words).first)

    def fetch(self, words: str) -> bytes:
        """Return the file that the link with these words leads to."""
        answer = self.page.request.get(self.page.get_by_role("link", name=words).first.get_attribute("href") or "")
        assert answer.ok, f"{answer.url} answered {answer.status}"
        return answer.body()

    def press(self, words: str, *, within: str = "main") -> None:
        """Press the first button with these words, and wait for the page that it leads to."""
        self._go(self.page.locator(within).first.get_by_role("button", name=words).first)

    def fill(self, **values: str | list[str]) -> None:
        """Answer questions by name, whatever kind of control they have."""
        for name, value in values.items():
            self.answer(name, value)

    def answer(self, name: str, value: str | list[str]) -> None:
        """Answer one question."""
        control = self.page.locator(f"main [name='{name}']:not([type=hidden])").first
        kind = control.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            for each in [value] if isinstance(value, str) else value:
                self.page.locator(f"main [name='{name}'][value='{each}']").check()
        elif kind.startswith("select"):
            control.select_option(value)
        else:
            assert isinstance(value, str)
            control.fill(value)

    def focus(self) -> dict[str, Any]:
        """Return where the keyboard is: its words, name and tag, and whether one can see it."""
        found: dict[str, Any] = self.page.evaluate(FOCUS)
        return found

    def _go(self, there: Locator) -> None:
        # Pressing and following may lead to the page's own address: wait for its answer, not for its address.
        with self.page.expect_navigation():
            there.click()

    def _answered(self, response: Response) -> None:
        page = response.request.is_navigation_request() and response.frame == self.page.main_frame
        if page and not 300 <= response.status < 400:
            self.answers.append(response)
            # What the browser told of it may come before the answer itself.
            self.complaints[:] = [
                said for said in self.complaints if not (said.startswith(REFUSED) and said.endswith(f" {response.url}"))
            ]
        if response.status >= 500:
            self.complaints.append(f"{response.url} answered {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        # A page that refuses is an answer (404, 422); what a page needs and does not get is a fault.
        refused = REFUSED in message.text
        page = any(message.location.get("url") == answer.url for answer in self.answers[-3:])
        if message.type in ("error", "warning") and not (refused and page):
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def _failed(self, request: Request) -> None:
        # A page that is left while its parts still load, or that turns out to be a download, is no fault.
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.complaints.append(f"{request.url}: {request.failure}")

    def _asked(self, dialog: Dialog) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()
