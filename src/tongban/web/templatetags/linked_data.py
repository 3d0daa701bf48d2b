"""Data for machines inside a page."""

import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What would end the element, or begin another, is written as JSON escapes: the data stays the same.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(things: Sequence[dict[str, Any]]) -> SafeString:
    """Write things as JSON-LD data blocks, which no browser executes; nothing for none."""
    blocks = [json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES) for thing in things]
    script = '<script type="application/ld+json">{}</script>'
    return format_html_join("\n", script, ((mark_safe(block),) for block in blocks))
