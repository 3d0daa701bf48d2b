"""Set how grave a quality rule is for the city, and what it goes by, from a day on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.models import QualityRule
from tongban.catalogue.rules.quality import Around, Rule, rule_set
from tongban.kernel.errors import BadInput


@transaction.atomic
def set_quality_rule(
    *,
    code: str,
    severity: str,
    basis: str,
    effective_from: dt.date,
    settings: Mapping[str, Any] | None = None,
    effective_to: dt.date | None = None,
) -> int:
    """Add the city's own row of a known rule and return its id; rows that are there stay as they are.

    `settings` may give some of the rule's words and numbers and keeps the rest. Raises BadInput naming the field.
    """
    if errors := wrong_with_rule(code, severity, basis, effective_from, settings, effective_to):
        raise BadInput(errors)
    known = _known(code)
    assert known is not None, "a rule that nobody knows was refused"
    return QualityRule.objects.create(
        code=code,
        severity=severity,
        title=known.title,
        basis=basis.strip(),
        settings=dict(settings or {}),
        effective_from=effective_from,
        effective_to=effective_to,
    ).pk


def wrong_with_rule(
    code: str,
    severity: str,
    basis: str,
    effective_from: dt.date,
    settings: Mapping[str, Any] | None = None,
    effective_to: dt.date | None = None,
) -> dict[str, str]:
    """Return what `set_quality_rule` would refuse, by field; nothing when it would not."""
    known = _known(code)
    if known is None:
        return {"code": _("没有质检规则“%(code)s”。") % {"code": code}}
    errors = {}
    if severity not in QualityRule.Severity.values:
        errors["severity"] = _("严重程度只能是错误、警告或不检查。")
    if not basis.strip():
        errors["basis"] = _("请填写依据的法律和条文；没有的，写 local parameter。")
    if effective_to is not None and effective_to < effective_from:
        errors["effective_to"] = _("失效日期不能早于生效日期。")
    if QualityRule.objects.filter(code=code, shipped=False, effective_from=effective_from).exists():
        errors["effective_from"] = _("已有自这一天起的取值，不能改写，请另选生效日期。")
    if not _usable(known, settings or {}):
        errors["settings"] = _("设置的写法应与随程序提供的相同，例如 %(example)s。") % {"example": known.settings}
    return errors


def _known(code: str) -> QualityRule | None:
    return QualityRule.objects.filter(code=code, shipped=True).order_by("-effective_from").first()


def _usable(known: QualityRule, settings: Mapping[str, Any]) -> bool:
    """Tell whether a check can be prepared with the settings, which have the keys and types of the shipped ones."""
    for key, value in settings.items():
        if key not in known.settings or not isinstance(value, type(known.settings[key])):
            return False
        if isinstance(value, list) and not (value and all(isinstance(each, str) and each for each in value)):
            return False
    rule = Rule(known.code, "error", known.title, known.basis, {**known.settings, **settings})
    try:
        rule_set([rule], Around())
    except (ValueError, re.error):
        return False
    return True
