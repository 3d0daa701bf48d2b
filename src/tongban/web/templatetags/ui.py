"""The small parts that pages are made of: icons, lamps, due days, sources, sizes, the way through pages."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE, today
from tongban.kernel.rules.codes import mask_name, mask_phone, mask_resident_id
from tongban.web.once import FIELD, new_key
from tongban.web.paging import Pages, pages_of

register = template.Library()

_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAMP_ICONS = {"green": "check", "white": "clock", "yellow": "alert", "red": "overdue", "grey": "pause"}
_LAMP_WORDS = {
    "green": gettext_lazy("按时办结"),
    "white": gettext_lazy("正常办理"),
    "yellow": gettext_lazy("即将到期"),
    "red": gettext_lazy("已超期"),
    "grey": gettext_lazy("已暂停计时"),
}


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _local(moment: dt.date | dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date() if isinstance(moment, dt.datetime) else moment


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of icons.svg; without a label it is decoration and hidden from readers."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ico" {} focusable="false"><use href="{}#{}"></use></svg>',
        spoken,
        static("tongban/icons.svg"),
        name,
    )


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Write a day with its weekday, and with the year when it is not this one: 12月9日（周三）."""
    if value is None:
        return "—"
    on = _local(value)
    if _english():
        year = "" if on.year == today().year else f" {on.year}"
        return f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]}{year}"
    year = "" if on.year == today().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日（周{'一二三四五六日'[on.weekday()]}）"


@register.filter
def date(value: dt.date | dt.datetime | None) -> str:
    """Write a day as a date: 2026年10月1日."""
    if value is None:
        return "—"
    on = _local(value)
    if _english():
        return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a moment in Asia/Shanghai to the minute: 2026-10-01 09:30."""
    return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def filesize(size: int | None) -> str:
    """Write a size in bytes as people read it: 1.2 MB."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def masked(value: str, kind: str) -> str:
    """Hide the middle of a personal value; `kind` is name, id or phone."""
    return {"name": mask_name, "id": mask_resident_id, "phone": mask_phone}[kind](value or "")


@register.filter
def in_language(thing: Any, name: str = "name") -> str:
    """Return the attribute in the reader's language where the thing has an English one, else in Chinese."""
    if _english():
        english = getattr(thing, f"{name}_en", "")
        if english:
            return str(english)
    return str(getattr(thing, name, ""))


@register.simple_tag
def colon() -> str:
    """Return the colon of the reader's language, between a word and what it is."""
    return ": " if _english() else "："


@register.inclusion_tag("parts/lamp.html")
def lamp(colour: str, words: str = "") -> dict[str, str]:
    """Show a lamp by colour, icon and words, never by colour alone."""
    colour = str(colour)
    return {"colour": colour, "words": words or str(_LAMP_WORDS[colour]), "icon": _LAMP_ICONS[colour]}


@register.inclusion_tag("parts/due.html")
def due(on: dt.date | None, provisional: bool = False, label: str = "") -> dict[str, object]:
    """Say by which day an answer is due, and mark a day that leans on a calendar not yet announced."""
    return {"on": on, "provisional": provisional, "label": label}


@register.inclusion_tag("parts/source.html")
def source(name: str, on: dt.date | dt.datetime | str | None = None) -> dict[str, object]:
    """Say where a prefilled value comes from and of which day it is: 来自法人库 · 2026-10-01."""
    return {"name": name, "on": on if isinstance(on, str) else _local(on).isoformat() if on else ""}


@register.inclusion_tag("parts/crumbs.html")
def crumbs(*way: str) -> dict[str, object]:
    """Show where the page stands: label, url, label, url, …, label of this page."""
    pairs = [(way[index], way[index + 1]) for index in range(0, len(way) - 1, 2)]
    return {"pairs": pairs, "here": way[-1]}


@register.inclusion_tag("parts/steps.html")
def steps(labels: list[str], current: int) -> dict[str, object]:
    """Show the steps of a form, the current one (from 1) marked in words as well."""
    rows = [(n, label, "done" if n < current else "here" if n == current else "") for n, label in enumerate(labels, 1)]
    here = labels[current - 1] if 0 < current <= len(labels) else ""
    return {"rows": rows, "current": current, "total": len(labels), "here": here}


@register.inclusion_tag("parts/empty.html")
def empty(title: str, advice: str = "", label: str = "", url: str = "") -> dict[str, str]:
    """Say that there is nothing here, and what one could do."""
    return {"title": title, "advice": advice, "label": label, "url": url}


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Any, count: int, page: int, size: int) -> dict[str, object]:
    """Show the way through `count` rows, `size` a page, keeping the rest of the query."""
    pages: Pages = pages_of(count, page, size)
    query = context["request"].GET.copy()
    query.pop("page", None)
    prefix = urlencode(list(query.lists()), doseq=True)
    return {"pages": pages, "prefix": f"?{prefix}&page=" if prefix else "?page="}


@register.inclusion_tag("parts/error_summary.html")
def error_summary(errors: list[tuple[str, str]], title: str = "") -> dict[str, object]:
    """List what has to be put right: (address of the field, message), each a link to its field."""
    return {"errors": errors, "title": title or _("有内容需要更正")}


@register.filter
def form_errors(form: Any) -> list[tuple[str, str]]:
    """List the errors of a Django form for the error summary."""
    rows = []
    for name, problems in form.errors.items():
        if name in form.fields:
            rows += [(f"#{form[name].id_for_label}", problem) for problem in problems_of(form[name])]
        else:
            rows += [("#form", str(problem)) for problem in problems]
    return rows


def problems_of(bound: Any) -> list[str]:
    """List what is wrong with a field; what is missing is called by its name."""
    missing = _("请填写“%(title)s”。") % {"title": bound.label}
    return [
        missing if problem.code == "required" else message
        for error in bound.errors.as_data()
        for problem, message in zip(error.error_list, error.messages, strict=True)
    ]


@register.filter
def period(days: int | None, unit: str = "working") -> str:
    """Write a length of time: 9个工作日, 20 days."""
    if days is None:
        return "—"
    if unit == "working":
        return pgettext("period", "%(days)s个工作日") % {"days": days}
    return pgettext("period", "%(days)s天") % {"days": days}


_THEME_ICONS = {
    "household": "home",
    "family": "family",
    "education": "education",
    "employment": "work",
    "social-security": "shield",
    "health": "health",
    "elderly-disability": "person",
    "veterans": "star",
    "housing": "home",
    "property": "place",
    "transport": "transport",
    "culture-sport": "culture",
    "founding": "company",
    "operating": "licence",
    "construction": "works",
    "tax-finance": "money",
    "farming-water": "leaf",
    "environment": "leaf",
    "safety": "police",
    "innovation": "star",
}


@register.filter
def theme_icon(key: str) -> str:
    """Return the icon of a theme, a plain one for a theme without its own."""
    return _THEME_ICONS.get(key, "theme")


@register.simple_tag
def once_key() -> SafeString:
    """Put the hidden key into a form that makes a second press harmless."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
