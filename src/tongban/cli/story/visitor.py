"""A person at the pages, without a browser: follows links, fills in forms as they were sent, uploads files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

# A busy machine is no failure.
PATIENCE_SECONDS = 180


class StepFailed(Exception):
    """A page did not answer as the story needs; the message says which and how."""


@dataclass
class Form:
    """A form as the page sent it: where it goes, and the values that it would send untouched."""

    action: str
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


@dataclass
class Page:
    """An answered page: its address, status, text and forms."""

    url: str
    status: int
    html: str
    text: str
    forms: list[Form]
    links: list[str]

    def form(self, action: str) -> Form:
        """Return the form whose action ends in `action`. Raises StepFailed when the page has none."""
        for form in self.forms:
            if urlsplit(form.action).path.endswith(action):
                return form
        raise StepFailed(f"{self.url} 上没有提交到 {action} 的表单")

    def link(self, part: str) -> str:
        """Return the first link whose address contains `part`. Raises StepFailed when the page has none."""
        for link in self.links:
            if part in link:
                return link
        raise StepFailed(f"{self.url} 上没有指向 {part} 的链接")


class Visitor:
    """One person with cookies of their own, at one site."""

    def __init__(self, address: str, *, phone: bool = False) -> None:
        agent = "Mozilla/5.0 (Linux; Android 14) Mobile" if phone else "Mozilla/5.0 (X11; Linux x86_64)"
        self.client = httpx.Client(
            base_url=address,
            follow_redirects=True,
            timeout=PATIENCE_SECONDS,
            headers={"User-Agent": agent, "Accept-Language": "zh-CN"},
        )

    def get(self, url: str, **query: str) -> Page:
        """Open a page."""
        return self._page(self.client.get(url, params=query or None))

    def download(self, url: str) -> bytes:
        """Fetch a file. Raises StepFailed when it is refused."""
        answer = self.client.get(url)
        if answer.status_code != httpx.codes.OK:
            raise StepFailed(f"{url} 回答 {answer.status_code}")
        return answer.content

    def submit(
        self,
        form: Form,
        values: Mapping[str, str | Sequence[str]] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Page:
        """Send a form with some values changed; the hidden ones go as the page sent them."""
        sent = dict(form.values)
        for name, value in (values or {}).items():
            sent[name] = [value] if isinstance(value, str) else list(value)
        data = {name: each for name, each in sent.items() if each and name not in form.files}
        if form.method == "get":
            return self._page(self.client.get(form.action, params=data))
        headers = {"Referer": form.action}
        return self._page(self.client.post(form.action, data=data, files=files or None, headers=headers))

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in on the sign-in page. Raises StepFailed when it is refused."""
        page = self.get("/accounts/login/")
        page = self.submit(page.form("/accounts/login/"), {"login": username, "password": password})
        if urlsplit(page.url).path.startswith("/accounts/login"):
            raise StepFailed(f"{username} 登录失败")
        return page

    def _page(self, answer: httpx.Response) -> Page:
        reader = _Reader(str(answer.url))
        html = answer.text if "html" in answer.headers.get("content-type", "") else ""
        reader.feed(html)
        text = " ".join(" ".join(reader.words).split())
        return Page(str(answer.url), answer.status_code, html, text, reader.forms, reader.links)


class _Reader(HTMLParser):
    """Collects the forms with their values, the links, and the text that is read."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "a" and "href" in named:
            self.links.append(urljoin(self.url, named["href"]))
        elif tag == "form":
            action = urljoin(self.url, named.get("action") or self.url)
            self._form = Form(action, named.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.values[self._textarea][0] += data
        elif not self._silent:
            self.words.append(data)

    def _control(self, form: Form, tag: str, named: dict[str, str]) -> None:
        name = named.get("name", "")
        if tag == "option" and self._select and "selected" in named:
            form.values.setdefault(self._select, []).append(named.get("value", ""))
        if not name or "disabled" in named:
            return
        kind = named.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]
        elif tag == "input" and kind == "file":
            form.files.add(name)
        elif tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in named:
                form.values.setdefault(name, []).append(named.get("value", "on"))
        elif tag == "input" and kind not in ("submit", "button", "image"):
            form.values.setdefault(name, []).append(named.get("value", ""))
