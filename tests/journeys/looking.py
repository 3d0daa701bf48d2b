"""Walking through pages and looking at each: screenshots, accessibility, nothing cut off."""

from __future__ import annotations

import os
import pathlib
import re
from typing import Any

from playwright.sync_api import Page

from tongban.cli.environment import REPOSITORY

AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = pathlib.Path(os.environ.get("TONGBAN_SCREENSHOTS", REPOSITORY / "var" / "screenshots"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (1280, 360)


class Walker:
    """One person's browser page; `look` is called on every page that a journey comes by."""

    def __init__(self, page: Page, *, script: bool = True) -> None:
        self.page = page
        self.script = script
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)

    def goto(self, path: str) -> Walker:
        """Open a page."""
        self.page.goto(path)
        return self

    def sign_in(self, username: str, password: str) -> None:
        """Sign in on the sign-in page."""
        self.page.goto("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)

    def look(self, name: str) -> None:
        """Take the page's picture at both widths; it must be accessible (WCAG 2.1 AA), whole, and without errors."""
        before = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900 if width > 400 else 740})
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
            if self.script:
                wide = self.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{name} is {wide} px wide on {width}"
                assert self.axe() == [], name
        if before:
            self.page.set_viewport_size(before)
        assert self.complaints == [], f"{name}: {self.complaints}"

    def axe(self) -> list[str]:
        """Return the accessibility faults of the page, a line each."""
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

    def submit(self, form: str = "main form", **values: str) -> None:
        """Fill in fields by name and press the form's main button."""
        for name, value in values.items():
            self.fill(name, value)
        self.page.locator(f"{form} button.btn-primary[type=submit], {form} button.btn-danger[type=submit]").last.click()
        self.page.wait_for_load_state()

    def fill(self, name: str, value: str) -> None:
        """Answer one question, whatever kind of control it has."""
        control = self.page.locator(f"[name='{name}']").first
        kind = control.evaluate("e => e.type") if self.script else control.get_attribute("type") or "text"
        if kind in ("radio", "checkbox"):
            self.page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind.startswith("select"):
            control.select_option(value)
        else:
            control.fill(value)
