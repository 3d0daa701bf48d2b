"""What every form of a mandate asks: in which items and authorities, from when to when, and who acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.catalogue.queries import find, names_of
from tongban.kernel.clock import today
from tongban.parties.queries import authority_codes, helper, helpers
from tongban.parties.rules.mandates import ALL
from tongban.web.templatetags.ui import in_language

EVERYTHING, SOME = "all", "some"
MOST_LINES, LONGEST_TEXT, LONGEST_NUMBER, LONGEST_ID, NEAR = 50, 4000, 30, 9, 3


class DayInput(forms.DateInput):
    """A day as the browser's own picker gives it."""

    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else value.isoformat()


class ScopeForm(forms.Form):
    """How far and how long a mandate reaches; items and authorities are named a line each, by name or code."""

    reach = forms.ChoiceField(
        choices=[(EVERYTHING, gettext_lazy("全部事项")), (SOME, gettext_lazy("只限下面写明的事项和部门"))],
        required=False,
    )
    items = forms.CharField(
        label=gettext_lazy("事项"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=gettext_lazy("每行写一个事项的名称或者编码。"),
    )
    authorities = forms.CharField(
        label=gettext_lazy("部门"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=gettext_lazy("每行写一个部门的名称，授权包括这个部门的全部事项。"),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("开始日期"),
        widget=DayInput,
        error_messages={
            "invalid": gettext_lazy("请填写真实存在的日期。"),
            "required": gettext_lazy("请填写真实存在的日期。"),
        },
    )
    ends_on = forms.DateField(
        label=gettext_lazy("截止日期"),
        widget=DayInput,
        required=False,
        error_messages={"invalid": gettext_lazy("请填写真实存在的日期。")},
        help_text=gettext_lazy("不填就到收回为止。"),
    )

    def __init__(self, data: Any = None, files: Any = None, *, item: str = "") -> None:
        initial = {"starts_on": today().isoformat(), "reach": SOME if item else EVERYTHING, "items": item}
        super().__init__(data, files, initial=initial, auto_id="%s", label_suffix="", use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        """Add `scope` to what was cleaned: everything, or the codes of what is named."""
        said: dict[str, Any] = super().clean() or {}
        items, authorities = _lines(said.get("items", "")), _lines(said.get("authorities", ""))
        if said.get("reach") != SOME and not items and not authorities:
            said["scope"] = ALL
            return said
        if said.get("reach") == EVERYTHING:
            self.add_error("reach", _("选了“全部事项”，就不用再写事项和部门；只授权一部分的，请选“只限下面写明的”。"))
            return said
        if not items and not authorities:
            self.add_error("items", _("请写明至少一个事项或者部门。"))
        said["scope"] = [*self._codes_of(items), *self._usccs_of(authorities)]
        return said

    def _codes_of(self, lines: list[str]) -> list[str]:
        known, codes = names_of(lines) if lines else {}, []
        for line in lines:
            if line in known:
                codes.append(line)
                continue
            near = find(line).results
            same = [row.code for row in near if line.casefold() in (row.name.casefold(), row.name_en.casefold())]
            codes += same
            if not same:
                told = _("没有叫“%(line)s”的事项。") % {"line": line[:60]}
                names = list(dict.fromkeys(in_language(row) for row in near))[:NEAR]
                said = told + (_("您要找的是不是：%(names)s") % {"names": "、".join(names)} if names else "")
                self.add_error("items", ValidationError(said))
        return codes

    def _usccs_of(self, lines: list[str]) -> list[str]:
        known = authority_codes(lines) if lines else {}
        for line in lines:
            if line not in known:
                self.add_error("authorities", _("没有叫“%(line)s”的部门，请写部门的全称。") % {"line": line[:60]})
        return [known[line] for line in lines if line in known]


class AgentForm(ScopeForm):
    """A mandate as its principal, or the clerk who records it, writes it: who is to act."""

    agent_name = forms.CharField(label=gettext_lazy("代办人姓名"), max_length=100, required=False)
    agent_id_number = forms.CharField(label=gettext_lazy("代办人身份号码"), max_length=LONGEST_NUMBER, required=False)
    helper = forms.TypedChoiceField(
        label=gettext_lazy("或者请帮办代办员"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("大厅、乡镇街道和村里免费帮您办事的工作人员。"),
    )

    field_order: tuple[str, ...] = (
        "agent_name",
        "agent_id_number",
        "helper",
        "reach",
        "items",
        "authorities",
        "starts_on",
        "ends_on",
    )

    def __init__(self, data: Any = None, files: Any = None, *, item: str = "", near: str = "") -> None:
        super().__init__(data, files, item=item)
        offered = {one.official_id: one for one in helpers(near)}
        # Whoever was chosen stays chosen, though another search or no search shows others.
        chosen = str((data or {}).get("helper", ""))
        if chosen.isdecimal() and len(chosen) <= LONGEST_ID and (one := helper(int(chosen), on=today())) is not None:
            offered[one.official_id] = one
        named = [(pk, f"{in_language(one, 'authority_name')} {one.name}") for pk, one in offered.items()]
        self.fields["helper"].choices = [("", gettext_lazy("不用帮办代办员")), *named]  # type: ignore[attr-defined]

    def agent(self) -> dict[str, Any]:
        """Return who acts, as the actions take it."""
        said = self.cleaned_data
        if said.get("helper"):
            return {"helper_id": said["helper"]}
        return {"agent_name": said["agent_name"], "agent_id_number": said["agent_id_number"]}


class AskForm(ScopeForm):
    """A mandate as its agent asks for it: of whom."""

    principal_name = forms.CharField(label=gettext_lazy("对方的姓名或者单位名称"), max_length=200)
    principal_code = forms.CharField(
        label=gettext_lazy("对方的身份号码或者统一社会信用代码"), max_length=LONGEST_NUMBER
    )

    field_order = ("principal_name", "principal_code", "reach", "items", "authorities", "starts_on", "ends_on")


def terms_of(form: ScopeForm) -> dict[str, Any]:
    """Return how far and how long a cleaned form says, as the actions take it."""
    said = form.cleaned_data
    return {"scope": said["scope"], "starts_on": said["starts_on"], "ends_on": said["ends_on"]}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[:MOST_LINES]
