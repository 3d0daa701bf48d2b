"""The words for codes: item types, audiences, channels, materials, in the reader's language."""

import contextlib
import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.cases.queries.grounds import grounds_of, lawful_grounds
from tongban.cases.rules.numbers import MOCK_MARK
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules import enumerations
from tongban.matters.lifecycle import RECOMPUTE
from tongban.web.language import in_words
from tongban.web.templatetags.ui import date

register = template.Library()

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def item_type(code: str) -> str:
    """Return the word for an item type (GB/T 39046 A.1)."""
    return _(enumerations.ITEM_TYPES.get(code, code))


@register.filter
def purpose_word(purpose: str) -> str:
    """Return the word for what is applied for about a licence."""
    words = {"renewal": _("延续"), "change": _("变更"), "reissue": _("补证"), "surrender": _("注销")}
    return words.get(purpose, _("新办"))


@register.filter
def withheld_part(part: str) -> str:
    """Return the word for a part of a decision that is not published."""
    words = {
        "applicant": _("被许可人"),
        "subject": _("事项名称"),
        "conditions": _("许可条件"),
        "reasons": _("理由"),
        "licence": _("证照标识"),
        "all": _("全部"),
    }
    return words.get(part, part)


@register.filter
def instance(code: str) -> str:
    """Return the word for how an item is answered: on the spot or within a promise."""
    return _(enumerations.INSTANCES.get(code, code))


@register.filter
def audience(code: str) -> str:
    """Return the word for whom an item is for."""
    return {"person": _("个人"), "company": _("企业")}.get(code) or _(enumerations.AUDIENCES.get(code, code))


@register.filter
def ground_name(kind: str, item: ImplementationView | None = None) -> str:
    """Return the word for a lawful ground of a pause: of the closed list, or of the item's own law."""
    ground = (grounds_of(item) if item else lawful_grounds()).get(kind)
    if ground is None:
        return kind
    return ground.label_en if _english() else ground.label


@register.filter
def necessity(code: str) -> str:
    """Return the word for how much a material is needed."""
    return _(enumerations.NECESSITIES.get(code, code))


@register.filter
def material_source(code: str) -> str:
    """Return the word for where a material comes from."""
    return _(enumerations.SOURCES.get(code, code))


@register.filter
def copy_kind(code: str) -> str:
    """Return the word for whether the original of a material is wanted, or a copy."""
    return _(enumerations.COPY_KINDS.get(code, code))


@register.filter
def service_area(code: str) -> str:
    """Return the word for beyond which border an item may be applied for (通办范围)."""
    return _(enumerations.SERVICE_AREAS.get(code, code))


@register.filter
def level_word(code: str) -> str:
    """Return the word for a level of authority (GB/T 39046 A.2)."""
    return _(enumerations.LEVELS.get(code, code))


register.filter("in_words", in_words)


@register.filter
def accepted_files(material: Any) -> str:
    """Say which files are taken for a material: PDF、JPG，每个不超过 10 MB."""
    if not material.accepts:
        return ""
    kinds = (", " if _english() else "、").join(kind.upper() for kind in material.accepts)
    return _("%(kinds)s，每个不超过 %(size)s MB") % {"kinds": kinds, "size": material.max_mb}


@register.filter
def file_kind(media_type: str) -> str:
    """Return the name that people know a kind of file by: PDF, JPG, PNG."""
    return media_type.rpartition("/")[2].upper().replace("JPEG", "JPG")


@register.filter
def answer_text(value: Any) -> str:
    """Write an answer of a form as people read it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return (", " if _english() else "、").join(str(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with contextlib.suppress(ValueError):
            return date(dt.date.fromisoformat(value))
    return str(value)


@register.filter
def zipped(labels: Sequence[str], values: Sequence[Any]) -> list[tuple[str, Any]]:
    """Pair labels with the values that they are of."""
    return list(zip(labels, values, strict=True))


@register.filter
def state_word(thing: Any) -> str:
    """Return the word for the state of a case."""
    return _(thing.state_label)


@register.filter
def said(label: str) -> str:
    """Return what a journal entry says was done, in the reader's language."""
    return _(label)


def moved_day(facts: dict[str, Any]) -> list[str]:
    """Say how a new calendar moved the due day, and by which notice."""
    days = {name: date(dt.date.fromisoformat(facts[name])) for name in ("before", "due_on") if facts.get(name)}
    moved = len(days) == 2 and facts["before"] != facts["due_on"]
    notes = [_("到期日由 %(before)s 改为 %(due_on)s") % days] if moved else []
    return [*notes, _("依据：%(basis)s") % {"basis": facts["basis"]}] if facts.get("basis") else notes


@register.filter
def entry_words(entry: Any) -> str:
    """Return the words that somebody wrote with a step: the reason, the opinion, the note."""
    facts = entry.facts or {}
    if entry.verb == RECOMPUTE.verb:
        return "\n".join(moved_day(facts))
    words = [str(facts[key]) for key in ("reason", "note", "text", "reasons", "conditions", "result") if facts.get(key)]
    if name := facts.get("competent_authority"):
        words.append(_("请向“%(name)s”申请") % {"name": name})
    return "\n".join(words)


@register.inclusion_tag("parts/standing.html")
def standing(licence: Any) -> dict[str, Any]:
    """Show how a licence stands: in words and icon, not by colour alone."""
    colour = {"valid": "good", "not_yet_valid": "blue", "suspended": "warn"}.get(licence.state, "bad")
    icons = {"good": "check", "blue": "clock", "warn": "pause", "bad": "cross"}
    return {"licence": licence, "colour": colour, "icon": icons[colour]}


@register.filter
def is_mock(number: str) -> bool:
    """Tell whether a case of this number is only tried out (模拟办件)."""
    return number.startswith(MOCK_MARK)
