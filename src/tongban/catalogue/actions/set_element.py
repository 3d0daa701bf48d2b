"""Add a data element to the registry, or change one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.models import DataElement
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.elements import DOMAINS, KEY, LONGEST, by_label, plain_label
from tongban.catalogue.rules.enumerations import QUESTION_TYPES
from tongban.catalogue.rules.form_sense import usable_pattern
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.texts import storable
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind

_TEXTS = ("title", "title_en", "unit", "help", "help_en", "pattern")
_BOUNDS = ("minimum", "maximum")


@transaction.atomic
def set_element(*, key: str, said: Mapping[str, Any], actor: Actor, at: dt.datetime) -> bool:
    """Keep an element as the city says it, and return whether it is new; what `said` leaves out stays as it is.

    `said` holds title, title_en, type, level, choices, minimum, maximum, pattern, unit, help, help_en, aliases.
    Versions that are published keep what their fields took from it before. Raises BadInput by field, NotYours to who
    neither edits nor publishes items.
    """
    if not (actor.is_system or actor.charged_with(DutyKind.EDITOR) or actor.charged_with(DutyKind.PUBLISHER)):
        raise NotYours(_("只有事项编制人员和发布人员可以登记数据项。"))
    before = DataElement.objects.select_for_update().filter(key=key).first()
    row = before or DataElement(key=key, type="text", level=3)
    for name, value in said.items():
        # Only a bound can be none; of all else nothing means that it was left out.
        if value is not None or name in _BOUNDS:
            setattr(row, name, value)
    if errors := _wrong(row):
        raise BadInput(errors)
    row.changed_at, row.changed_by = at, actor.name[:100]
    row.save()
    return before is None


def _wrong(row: DataElement) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not KEY.fullmatch(row.key) or row.key.partition(".")[0] not in DOMAINS:
        errors["key"] = _(
            "编码由类别和名称组成，例如 person.blood_type；类别从列表中选择，名称用小写字母、数字和下划线。"
        )
    if not row.title.strip():
        errors["title"] = _("请填写名称。")
    for name in _TEXTS:
        if not storable(getattr(row, name)) or len(getattr(row, name)) > LONGEST[name]:
            errors[name] = _("太长或者有无法识别的字符，最多 %(limit)s 个字。") % {"limit": LONGEST[name]}
    if row.type not in QUESTION_TYPES:
        errors["type"] = _("请从列出的类型中选择。")
    if row.level not in (1, 2, 3, 4):
        errors["level"] = _("数据级别只能是 1 到 4。")
    if (row.type in ("choice", "choices")) != bool(row.choices):
        errors["choices"] = _("选择题必须列出选项；其他类型不写选项。")
    if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
        errors["minimum"] = _("最小值大于最大值，请核对。")
    if row.pattern and not usable_pattern(row.pattern):
        errors["pattern"] = _("写法规则不能使用，请按正则表达式的写法改正（不支持前后查找和反向引用）。")
    named = by_label(each for each in elements().values() if each.key != row.key)
    for name, labels in (("title", [row.title]), ("aliases", row.aliases)):
        taken = next((named[plain_label(each)] for each in labels if plain_label(each) in named), None)
        if taken is not None:
            errors[name] = _("这个名称已经是数据项“%(title)s”（%(key)s）的，请直接使用它。") % {
                "title": taken.title,
                "key": taken.key,
            }
    return errors
