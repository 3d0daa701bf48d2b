"""Keeping what was typed on a page of the form, whoever else is typing: both sides are shown, none is overwritten."""

import datetime as dt
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.cases.actions import DraftConflict, save_draft
from tongban.cases.actions.intake.save_draft import Conflict
from tongban.cases.rules.drafts import EMPTY, mark
from tongban.catalogue.rules.forms import FormField, FormGroup
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor

# A mark that no answer has: what stands beside it is in conflict until somebody chooses.
UNDECIDED = "?"
_TABLET, _PHONE = re.compile(r"iPad|Tablet"), re.compile(r"Mobi|Android|iPhone")


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """An answer that two sides changed differently, as the page shows it; `mine_json` comes back with the choice."""

    key: str
    title: str
    mine: str
    mine_json: str
    theirs: str
    by: str
    device: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A page of the form after it was kept: the answers to show, the marks of what the page shows, and what differs."""

    answers: Mapping[str, Any]
    shown: str
    page: str
    conflicts: list[ConflictLine] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def as_shown(group: FormGroup, answers: Mapping[str, Any]) -> Typed:
    """Return the page of a group that is opened now."""
    marks = {each.key: mark(answers.get(each.key)) for each in group.fields}
    return Typed(answers, _told(marks), f"{secrets.token_urlsafe(9)}:0")


def keep_page(request: HttpRequest, number: str, group: FormGroup, answers: dict[str, Any]) -> Typed:
    """Keep a posted page, with what its reader chose of what was in conflict, and return the page to show."""
    shown, mine = _shown(request), dict(answers)
    for key in _pending(request, group):
        choice, sent = request.POST.get(f"keep-{key}"), _sent(request, key)
        if choice == "theirs":
            mine.pop(key, None)
            continue
        mine[key] = sent if sent is not None else mine.get(key, "")
        if choice != "mine" and shown is not None:
            shown[key] = UNDECIDED
    kept, found, theirs = _save(request, number, mine, shown)
    marks = {each.key: mark(kept.get(each.key)) for each in group.fields}
    there = {each.key: each.mine for each in found}
    return Typed(
        {**kept, **there},
        _told(marks),
        f"{secrets.token_urlsafe(9)}:0",
        [_line(each, group) for each in found],
        _titles(theirs, group),
    )


def keep_meanwhile(request: HttpRequest, number: str, group: FormGroup, answers: dict[str, Any]) -> Typed:
    """Keep what is typed while one types on; what is in conflict waits for the reader's choice."""
    shown, pending = _shown(request), _pending(request, group)
    mine = {key: value for key, value in answers.items() if key not in pending}
    kept, found, theirs = _save(request, number, mine, shown)
    marks = {each.key: mark(kept.get(each.key)) for each in group.fields}
    # What only others changed the page does not show yet.
    marks |= {key: seen for key, seen in (shown or {}).items() if key in theirs or key in pending}
    lines = [_line(each, group) for each in found]
    if found and pending and shown is not None:
        still = {key: _sent(request, key) for key in pending}
        marked = {**shown, **dict.fromkeys(pending, UNDECIDED)}
        _kept, again, _theirs = _save(request, number, still, marked)
        lines += [_line(each, group) for each in again]
    return Typed(kept, _told(marks), request.POST.get("page", "")[:40], lines, _titles(theirs, group))


def device_of(request: HttpRequest) -> str:
    """Return on what sort of device a page is open: "phone", "tablet" or "computer"."""
    told = request.headers.get("User-Agent", "")
    if _TABLET.search(told):
        return "tablet"
    return "phone" if _PHONE.search(told) else "computer"


def device_words(device: str) -> str:
    """Return a device in the reader's language."""
    words = {"phone": _("手机"), "tablet": _("平板"), "computer": _("电脑"), "api": _("其他系统")}
    return words.get(device, "")


def _save(
    request: HttpRequest, number: str, answers: Mapping[str, Any], shown: Mapping[str, str] | None
) -> tuple[dict[str, Any], tuple[Conflict, ...], tuple[str, ...]]:
    """Save what can be saved; return all answers, what is in conflict, and which fields others alone changed."""
    caller, at = actor(request), now()
    page, device = request.POST.get("page", "")[:40], device_of(request)
    found: tuple[Conflict, ...] = ()
    try:
        saved = save_draft(number=number, answers=answers, actor=caller, at=at, shown=shown, page=page, device=device)
    except DraftConflict as conflict:
        found = conflict.conflicts
        apart = {each.key for each in found}
        rest = {key: value for key, value in answers.items() if key not in apart}
        saved = save_draft(number=number, answers=rest, actor=caller, at=at, shown=shown, page=page, device=device)
    return saved.answers, found, saved.theirs


def _shown(request: HttpRequest) -> dict[str, str] | None:
    """Read the marks of what the page showed; a page that tells none has nothing to compare with."""
    if "shown" not in request.POST:
        return None
    pairs = (pair.partition(":") for pair in request.POST["shown"].split())
    return {key: seen for key, _colon, seen in pairs}


def _told(marks: Mapping[str, str]) -> str:
    return " ".join(f"{key}:{seen}" for key, seen in marks.items())


def _pending(request: HttpRequest, group: FormGroup) -> list[str]:
    keys = {each.key for each in group.fields}
    return [key for key in request.POST.getlist("conflict") if key in keys]


def _sent(request: HttpRequest, key: str) -> Any:
    try:
        return json.loads(request.POST.get(f"mine-{key}", "null"))
    except ValueError:
        return None


def _line(conflict: Conflict, group: FormGroup) -> ConflictLine:
    return ConflictLine(
        key=conflict.key,
        title=_titles((conflict.key,), group)[0],
        mine=in_text(conflict.mine),
        mine_json=json.dumps(conflict.mine, ensure_ascii=False),
        theirs=in_text(conflict.theirs),
        by=conflict.by,
        device=device_words(conflict.device),
        at=dt.datetime.fromisoformat(conflict.at) if conflict.at else None,
    )


def _titles(keys: tuple[str, ...], group: FormGroup) -> list[str]:
    english = (get_language() or "").startswith("en")
    fields: dict[str, FormField] = {each.key: each for each in group.fields}
    return [fields[key].title_en if english and fields[key].title_en else fields[key].title for key in keys]


def in_text(value: Any) -> str:
    """Return an answer as a line of text."""
    if value in EMPTY:
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return " ".join(in_text(each) for each in value.values())
    if isinstance(value, list):
        return ("；" if any(isinstance(each, Mapping) for each in value) else "、").join(map(in_text, value))
    return str(value)
