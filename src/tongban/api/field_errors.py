"""What a checker found wrong with a request, as sentences in the reader's language, field by field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.api.shapes.problem import FieldError

MOST = 20

_SENTENCES: dict[str, Any] = {
    "missing": _("请填写此项"),
    "extra_forbidden": _("没有这个字段，请核对名称"),
    "string_too_short": _("至少 %(min_length)s 个字"),
    "string_too_long": _("最多 %(max_length)s 个字"),
    "string_type": _("应为文字"),
    "string_pattern_mismatch": _("格式不正确"),
    "int_type": _("应为整数"),
    "int_parsing": _("应为整数"),
    "int_parsing_size": _("数字太大"),
    "int_from_float": _("应为整数"),
    "bool_type": _("应为 true 或 false"),
    "bool_parsing": _("应为 true 或 false"),
    "greater_than_equal": _("不能小于 %(ge)s"),
    "less_than_equal": _("不能大于 %(le)s"),
    "literal_error": _("只能是 %(expected)s"),
    "enum": _("只能是 %(expected)s"),
    "list_type": _("应为列表"),
    "too_long": _("最多 %(max_length)s 项"),
    "too_short": _("至少 %(min_length)s 项"),
    "dict_type": _("应为对象"),
    "model_type": _("应为对象"),
    "model_attributes_type": _("应为对象"),
}
_DAYS = ("date_from_datetime_parsing", "date_from_datetime_inexact", "date_parsing", "date_type")
_SENTENCES |= {kind: _("请填写日期，例如 2026-03-09") for kind in _DAYS}


def field_errors(found: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Return a sentence for each finding of pydantic; the place drops where it came from (body, query, path)."""
    return [FieldError(field=_place(each["loc"]), detail=_sentence(each)) for each in found[:MOST]]


def _sentence(finding: Mapping[str, Any]) -> str:
    sentence = _SENTENCES.get(finding["type"])
    if sentence is None:
        return gettext("格式不正确")
    told: str = str(sentence) % finding.get("ctx", {})
    return told


def _place(loc: Sequence[Any]) -> str:
    source, *path = loc
    named = [str(part) for part in path]
    if source == "body" and len(named) > 1:
        # ninja puts the name of the parameter before the fields of the body.
        named = named[1:]
    return ".".join(named)[:200] or str(source)
