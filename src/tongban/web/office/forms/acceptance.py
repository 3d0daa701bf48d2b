"""Forms of the window's answer: accept, return for correction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries import Answer, MaterialLine
from tongban.kernel.queries import parameter
from tongban.web.office.forms.base import OccurredField, StepForm, TextField
from tongban.web.office.previews import AcceptancePreview, acceptance_preview
from tongban.web.templatetags.ui import in_language


class AcceptForm(StepForm):
    action = staticmethod(actions.accept)
    weight = "main"
    lead = _("材料齐全、符合法定形式的，应当受理。受理后开始计算办理期限，系统会生成受理通知书送给申请人。")
    button = _("确认受理")
    done = _("已受理，受理通知书已送达申请人空间。")
    panel = "office/panels/accept.html"
    optional = frozenset({"note", "occurred_at"})

    note = TextField(label=_("备注"), help_text=_("写进受理通知书，申请人会看到。"), rows=3)
    occurred_at = OccurredField(help_text=_("只在事后补录时填写：期限从实际受理之日起计算，补录时间照实留痕。"))

    @property
    def acceptance(self) -> AcceptancePreview | None:
        """The due days that accepting today would give."""
        return acceptance_preview(self.page, self.today)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that may be asked to be put right, with its three questions."""

    code: str
    name: str
    hint: str
    material: MaterialLine | None
    answer: Answer | None
    pick: forms.BoundField
    problem: forms.BoundField
    requirement: forms.BoundField

    @property
    def asks(self) -> tuple[forms.BoundField, forms.BoundField]:
        """What is asked of a ticked line."""
        return self.problem, self.requirement


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Lines that belong together: the materials, or a page of the form."""

    title: str
    lines: list[CheckLine]
    open: bool


class ReturnForCorrectionForm(StepForm):
    """The whole list at once: every material and every field of the application form can be ticked."""

    action = staticmethod(actions.return_for_correction)
    lead = _("补正内容只能告知一次，请把所有问题一次列全。发出后由申请人补正，受理期限停止计算。")
    button = _("发出补正告知书")
    done = _("补正告知书已送达申请人空间，现在等待申请人补正。")
    panel = "office/panels/return_for_correction.html"
    optional = frozenset({"note"})

    note = TextField(label=_("补充说明"), help_text=_("写进补正告知书，申请人会看到。"), rows=3)

    def prepare(self) -> None:
        """Make three fields for each material and each field of the application form."""
        self.names = {line.material.code: line.material.name for line in self.page.materials}
        self.names |= {answer.key: answer.label for group in self.page.groups for answer in group.answers}
        for code in self.names:
            self.fields[f"pick-{code}"] = forms.BooleanField(required=False)
            self.fields[f"problem-{code}"] = forms.CharField(
                label=_("存在的问题"),
                required=False,
                max_length=500,
                widget=forms.TextInput(
                    attrs={"list": "frequent-problems", "autocomplete": "off", "class": "form-control"}
                ),
            )
            self.fields[f"requirement-{code}"] = forms.CharField(
                label=_("补正要求"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control check-requirement"}),
            )

    @property
    def deadline(self) -> dt.date:
        """The day by which the applicant is asked to answer."""
        return self.today + dt.timedelta(
            days=parameter("correction_applicant_days", self.page.item.region_code, self.today)
        )

    @property
    def groups(self) -> list[CheckGroup]:
        """The check list as the page shows it."""
        materials = [
            self._line(line.material.code, in_language(line.material), line.material.note, material=line)
            for line in self.page.materials
        ]
        groups = [CheckGroup(gettext("材料"), materials, open=True)]
        for group in self.page.groups:
            lines = [self._line(answer.key, answer.label, "", answer=answer) for answer in group.answers]
            title = gettext("申请表：%(page)s") % {"page": group.title}
            groups.append(CheckGroup(title, lines, any(line.pick.value() for line in lines)))
        return groups

    def clean(self) -> dict[str, Any]:
        """Name every ticked line that does not say what is wrong and what is asked, not only the first."""
        said = self.cleaned_data
        for code in self.ticked:
            name = {"name": self.names[code]}
            if not said.get(f"problem-{code}"):
                self.add_error(f"problem-{code}", gettext("%(name)s：请写明存在的问题") % name)
            if not said.get(f"requirement-{code}"):
                self.add_error(f"requirement-{code}", gettext("%(name)s：请写明补正要求") % name)
        return said

    def values(self) -> dict[str, Any]:
        """Return the ticked lines, in the order of the page, and the note."""
        said = self.cleaned_data
        items = [
            {"code": code, "problem": said[f"problem-{code}"], "requirement": said[f"requirement-{code}"]}
            for code in self.ticked
        ]
        return {"items": items, "note": said["note"]}

    @property
    def ticked(self) -> list[str]:
        """The codes that are ticked, in the order of the page."""
        return [code for code in self.names if self.cleaned_data.get(f"pick-{code}")]

    def field_of(self, key: str) -> str:
        """Turn `items.2.problem` into the field of the third ticked line."""
        _items, _dot, rest = key.partition(".")
        place, _dot, what = rest.partition(".")
        ticked = self.ticked
        if place.isdigit() and int(place) < len(ticked):
            return f"{what if what != 'code' else 'pick'}-{ticked[int(place)]}"
        return key

    def _line(
        self, code: str, name: str, hint: str, material: MaterialLine | None = None, answer: Answer | None = None
    ) -> CheckLine:
        pick, problem, requirement = (self[f"{part}-{code}"] for part in ("pick", "problem", "requirement"))
        return CheckLine(code, name, hint, material, answer, pick, problem, requirement)
