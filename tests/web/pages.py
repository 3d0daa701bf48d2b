"""What must hold for every page that we render."""

import re

from django.http import HttpResponse

INLINE = {
    "style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "style element": re.compile(r"<style[\s>]"),
    "event attribute": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>"),
    "javascript address": re.compile(r"""(?:href|action)\s*=\s*["']?javascript:""", re.IGNORECASE),
    "foreign address": re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?//"""),
}


def text_of(page: HttpResponse) -> str:
    return page.content.decode()


def check(page: HttpResponse, status: int = 200) -> str:
    """Return the page's text after asserting what holds for each: status, policy, language, one heading, ids once."""
    text = text_of(page)
    assert page.status_code == status, text[:2000]
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert {what for what, pattern in INLINE.items() if pattern.search(text)} == set()
    assert re.search(r'<html lang="(zh-Hans|zh-Hant|en)"( class="elder")?>', text)
    assert len(re.findall(r"<h1[\s>]", text)) == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert [each for each in ids if ids.count(each) > 1] == []
    pointed_at = set(re.findall(r'\bfor="([^"]+)"', text))
    pointed_at |= {each for listed in re.findall(r'aria-describedby="([^"]+)"', text) for each in listed.split()}
    assert pointed_at - set(ids) == set()
    return text
