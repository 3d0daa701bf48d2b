"""What the form designer asks of a group and of a field, and how it becomes content."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.catalogue.rules.conditions import BOUNDS, SAYS, said_of
from tongban.catalogue.rules.dates import DAY
from tongban.catalogue.rules.elements import DOMAINS, Elements
from tongban.catalogue.rules.form_sense import usable_pattern
from tongban.catalogue.rules.labels import FIELD_TYPES

CONDITIONS = 2
"""So many conditions can be set on the page; an item file may have more, and they are kept."""
_SAYS = {
    "is": gettext_lazy("是"),
    "is_not": gettext_lazy("不是"),
    "above": gettext_lazy("大于"),
    "at_least": gettext_lazy("不小于"),
    "below": gettext_lazy("小于"),
    "at_most": gettext_lazy("不大于"),
    "answered": gettext_lazy("已填写"),
}
_TRUTHS = {"是": True, "否": False}
_WORDS = re.compile(r"[、,，;；\n]+")

Row = Mapping[str, Any]


class WithConditions(forms.Form):
    """What may be asked only where earlier answers are so; `before` are the fields that conditions may speak of."""

    use_required_attribute = False

    def __init__(self, *args: Any, before: Sequence[Row], row: Row, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {str(each.get("key")): each for each in before}
        self.kept = list(row.get("when") or ())[CONDITIONS:]
        choices = [("", _("不设条件")), *((key, _named(each)) for key, each in self.before.items())]
        set_already = [*(row.get("when") or ())[:CONDITIONS], *({} for _slot in range(CONDITIONS))]
        for slot in range(1, CONDITIONS + 1):
            one = set_already[slot - 1]
            known = [*choices, *([(one["key"], one["key"])] if one.get("key", "") not in {"", *self.before} else [])]
            self.fields |= {
                f"when{slot}_key": forms.ChoiceField(label=_("看哪一项"), choices=known, required=False),
                f"when{slot}_says": forms.ChoiceField(label=_("答案"), choices=list(_SAYS.items()), required=False),
                f"when{slot}_value": forms.CharField(
                    label=_("什么"),
                    max_length=300,
                    required=False,
                    help_text=_("有几个答案都可以的，用顿号隔开；“已填写”的留空。"),
                ),
            }
            if one:
                says = said_of(one)
                self.initial.update({f"when{slot}_key": one["key"], f"when{slot}_says": says})
                self.initial[f"when{slot}_value"] = _shown(one[says])

    def condition_fields(self) -> list[list[forms.BoundField]]:
        """Return the questions of each condition."""
        names = ("key", "says", "value")
        return [[self[f"when{slot}_{name}"] for name in names] for slot in range(1, CONDITIONS + 1)]

    @property
    def conditions_open(self) -> bool:
        """Tell whether there is something to see among the conditions."""
        return bool(self.initial.get("when1_key")) or any(name.startswith("when") for name in self.errors)

    def conditions(self) -> list[dict[str, Any]]:
        """Return the conditions that were set."""
        return [*self._set(), *self.kept]

    def clean(self) -> dict[str, Any]:
        """Check that each condition says something that its field can answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        for slot in range(1, CONDITIONS + 1):
            says, value = cleaned.get(f"when{slot}_says", ""), cleaned.get(f"when{slot}_value", "")
            if not cleaned.get(f"when{slot}_key") or says == "answered":
                continue
            if says in BOUNDS and _number(value) is None:
                self.add_error(f"when{slot}_value", _("请填数字，例如 100。"))
            elif not value.strip():
                self.add_error(f"when{slot}_value", _("请填写答案，有选项的照选项填写。"))
        return cleaned

    def _set(self) -> Iterator[dict[str, Any]]:
        for slot in range(1, CONDITIONS + 1):
            key, says, value = (self.cleaned_data.get(f"when{slot}_{name}", "") for name in ("key", "says", "value"))
            if not key:
                continue
            if says == "answered":
                yield {"key": key, "answered": True}
            elif says in BOUNDS:
                yield {"key": key, says: _number(value)}
            else:
                words = [each.strip() for each in _WORDS.split(value) if each.strip()]
                kind = self.before.get(key, {}).get("type")
                if kind == "boolean":
                    yield {"key": key, says: [_TRUTHS.get(each, each) for each in words]}
                elif kind in ("integer", "number"):
                    yield {"key": key, says: [each if (n := _number(each)) is None else n for each in words]}
                else:
                    yield {"key": key, says: words}


class GroupForm(WithConditions):
    """A group of questions: one page of the application, or a table of rows."""

    title = forms.CharField(label=gettext_lazy("分组名称"), max_length=100)
    title_en = forms.CharField(label=gettext_lazy("分组名称（英文）"), max_length=100, required=False)
    repeats = forms.BooleanField(label=gettext_lazy("可以填多行（例如股东、家庭成员，一人一行）"), required=False)
    min_rows = forms.IntegerField(label=gettext_lazy("最少填几行"), min_value=0, max_value=50, required=False)
    max_rows = forms.IntegerField(label=gettext_lazy("最多填几行"), min_value=1, max_value=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Check that there may be rows as many as there must be."""
        cleaned = super().clean()
        low, high = cleaned.get("min_rows"), cleaned.get("max_rows")
        if low is not None and high is not None and low > high:
            self.add_error("min_rows", _("最少行数大于最多行数，请核对。"))
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return the group as an item file says it, without its fields."""
        given = {name: self.cleaned_data[name] for name in ("title", "title_en")}
        if self.cleaned_data["repeats"]:
            given |= {name: self.cleaned_data[name] for name in ("repeats", "min_rows", "max_rows")}
        given["when"] = self.conditions()
        return {key: value for key, value in given.items() if value not in ("", None, [])}


class FieldForm(WithConditions):
    """A question of the form; what it says like its element is left to that."""

    element = forms.ChoiceField(label=gettext_lazy("数据项"), required=False)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    title_en = forms.CharField(label=gettext_lazy("名称（英文）"), max_length=100, required=False)
    type = forms.ChoiceField(label=gettext_lazy("类型"), choices=list(FIELD_TYPES.items()))
    required = forms.BooleanField(label=gettext_lazy("必填"), required=False)
    help = forms.CharField(label=gettext_lazy("填写说明"), max_length=500, required=False)
    help_en = forms.CharField(label=gettext_lazy("填写说明（英文）"), max_length=500, required=False)
    choices = forms.CharField(
        label=gettext_lazy("选项"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("单选和多选的选项，一行一个。"),
    )
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20, required=False)
    min = forms.FloatField(label=gettext_lazy("最小值，文字为最少字数"), required=False)
    max = forms.FloatField(label=gettext_lazy("最大值，文字为最多字数"), required=False)
    earliest = forms.RegexField(
        DAY,
        label=gettext_lazy("最早日期"),
        required=False,
        help_text=gettext_lazy(
            "写日期如 2026-01-31，或从申请当天算：today、today-18y（18 年前）、today+30d（30 天后）。"
        ),
        error_messages={"invalid": gettext_lazy("请写 2026-01-31、today、today-18y 或 today+30d 这样的日期。")},
    )
    latest = forms.RegexField(
        DAY,
        label=gettext_lazy("最晚日期"),
        required=False,
        error_messages={"invalid": gettext_lazy("请写 2026-01-31、today、today-18y 或 today+30d 这样的日期。")},
    )
    not_less_than = forms.ChoiceField(label=gettext_lazy("不小于（不早于）哪一项"), required=False)
    not_more_than = forms.ChoiceField(label=gettext_lazy("不大于（不晚于）哪一项"), required=False)
    pattern = forms.CharField(
        label=gettext_lazy("写法规则"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("给熟悉正则表达式的人用，例如 ^[0-9]{6}$；同时在填写说明里写清怎样填。"),
    )

    def __init__(self, *args: Any, elements: Elements, beside: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grouped: dict[str, list[tuple[str, str]]] = {}
        for key, each in elements.items():
            grouped.setdefault(_(DOMAINS.get(each.about, each.about)), []).append((key, f"{each.title}（{key}）"))
        named = self.initial.get("element", "")
        own = [(named, named)] if named and named not in elements else []
        _choose(self.fields["element"], [("", _("不是数据项，只在这张表上填")), *own, *grouped.items()])
        comparable = [
            ("", _("不比较")),
            *((str(each["key"]), str(each.get("title"))) for each in beside if each.get("key")),
        ]
        for name in ("not_less_than", "not_more_than"):
            _choose(self.fields[name], comparable)

    def clean_choices(self) -> list[str]:
        """Return the choices, a line each, none of them twice."""
        lines = [each.strip()[:100] for each in self.cleaned_data["choices"].split("\n")]
        return list(dict.fromkeys(each for each in lines if each))

    def clean_pattern(self) -> str:
        """Refuse a pattern that no answer could be judged by."""
        pattern: str = self.cleaned_data["pattern"]
        if pattern and not usable_pattern(pattern):
            raise forms.ValidationError(_("写法规则不能使用，请按正则表达式的写法改正（不支持前后查找和反向引用）。"))
        return pattern

    def clean(self) -> dict[str, Any]:
        """Check what hangs together: choices with their types, bounds in their order."""
        cleaned = super().clean()
        if cleaned.get("type") in ("choice", "choices") and not cleaned.get("choices"):
            self.add_error("choices", _("选择题必须列出选项。"))
        low, high = cleaned.get("min"), cleaned.get("max")
        if low is not None and high is not None and low > high:
            self.add_error("min", _("最小值大于最大值，请核对。"))
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return the field as an item file says it, without its key: what its type has no use for is left out."""
        given = {name: self.cleaned_data.get(name) for name in type(self).base_fields}
        kind = given["type"]
        if kind not in ("choice", "choices"):
            given.pop("choices")
        if kind not in ("text", "longtext"):
            given.pop("pattern")
        if kind != "date":
            given |= {"earliest": "", "latest": ""}
        if kind not in ("text", "longtext", "integer", "number"):
            given |= {"min": None, "max": None}
        for name in ("min", "max"):
            number = given[name]
            given[name] = int(number) if isinstance(number, float) and number.is_integer() else number
        given["when"] = self.conditions()
        return {key: value for key, value in given.items() if value not in ("", None, [], False) or value == 0}


def _choose(field: forms.Field, choices: Sequence[Any]) -> None:
    """Offer what there is to choose from in a field that was made without."""
    assert isinstance(field, forms.ChoiceField), "only such fields are given choices"
    field.choices = list(choices)


def field_initial(row: Row) -> dict[str, Any]:
    """Return a field of a content as the designer shows it."""
    return {**row, "choices": "\n".join(str(each) for each in row.get("choices") or ())}


def _named(row: Row) -> str:
    choices = [str(each) for each in row.get("choices") or ()]
    if row.get("type") == "boolean":
        choices = [_("是"), _("否")]
    title = str(row.get("title") or row.get("key"))
    return f"{title}（{'、'.join(choices)[:60]}）" if choices else title


def _shown(value: Any) -> str:
    if value is True and not isinstance(value, list):
        return ""
    words = value if isinstance(value, list) else [value]
    return "、".join(
        (_("是") if each else _("否"))
        if isinstance(each, bool)
        else f"{each:g}"
        if isinstance(each, float)
        else str(each)
        for each in words
    )


def _number(text: str) -> float | None:
    try:
        found = float(text.strip())
    except ValueError:
        return None
    return None if found != found or abs(found) > 1e12 else int(found) if found.is_integer() else found


assert set(_SAYS) == set(SAYS), "each thing that a condition says has words"
