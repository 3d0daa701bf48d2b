"""The registry of data elements: what forms ask for by what it means, which items ask for it, and changing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.set_element import set_element
from tongban.catalogue.queries.elements import PAGE_SIZE, element, element_rows, elements, items_asking
from tongban.catalogue.rules.elements import DOMAINS, LEVELS, Element
from tongban.catalogue.rules.labels import FIELD_TYPES
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number

WRITERS = (DutyKind.EDITOR, DutyKind.PUBLISHER)


class ElementForm(forms.Form):
    """A data element as it is typed; lists are a line each."""

    use_required_attribute = False

    key = forms.CharField(
        label=gettext_lazy("编码"),
        max_length=72,
        help_text=gettext_lazy("类别和名称，例如 person.blood_type；登记后不能改。"),
    )
    title = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    title_en = forms.CharField(label=gettext_lazy("名称（英文）"), max_length=100, required=False)
    type = forms.ChoiceField(label=gettext_lazy("类型"), choices=list(FIELD_TYPES.items()))
    level = forms.TypedChoiceField(
        label=gettext_lazy("数据级别"),
        coerce=int,
        choices=[(level, gettext_lazy(label)) for level, label in LEVELS.items()],
    )
    choices = forms.CharField(
        label=gettext_lazy("选项"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("单选和多选的选项，一行一个。"),
    )
    minimum = forms.FloatField(label=gettext_lazy("最小值，文字为最少字数"), required=False)
    maximum = forms.FloatField(label=gettext_lazy("最大值，文字为最多字数"), required=False)
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20, required=False)
    pattern = forms.CharField(label=gettext_lazy("写法规则"), max_length=200, required=False)
    help = forms.CharField(label=gettext_lazy("填写说明"), max_length=500, required=False)
    help_en = forms.CharField(label=gettext_lazy("填写说明（英文）"), max_length=500, required=False)
    aliases = forms.CharField(
        label=gettext_lazy("表单上的其他叫法"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("一行一个；导入表单和编制申请表时按它们认出这个数据项。"),
    )

    def said(self) -> dict[str, Any]:
        """Return what was typed as the registry keeps it."""
        given = dict(self.cleaned_data)
        given.pop("key", None)
        for name in ("choices", "aliases"):
            lines = [each.strip()[:100] for each in given[name].split("\n")]
            given[name] = list(dict.fromkeys(each for each in lines if each))
        return given


@require_safe
@official(*STEWARDS)
def element_list(request: HttpRequest) -> HttpResponse:
    """List the data elements under words and domain, each with how many items in force ask for it."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:50]
    about = request.GET.get("about", "")
    about = about if about in DOMAINS else ""
    caller = actor(request)
    found = element_rows(q=q, about=about, page=page_number(request.GET.get("page")))
    context = {
        "found": found,
        "rows": [(row, _(FIELD_TYPES[row.element.type.value]), _(LEVELS[row.element.level])) for row in found.rows],
        "q": q,
        "about": about,
        "domains": [(key, _(label)) for key, label in DOMAINS.items()],
        "page_size": PAGE_SIZE,
        "writes": caller.charged_with(*WRITERS),
    }
    return render(request, "office/catalogue_elements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WRITERS)
def element_page(request: HttpRequest, key: str = "") -> HttpResponse:
    """Show a data element with the items that ask for it, and keep what is changed; without a key add one."""
    found = element(key) if key else None
    form = ElementForm(request.POST or None, initial=_initial(found) if found else {"level": 3}, auto_id="%s")
    if found is not None:
        form.fields["key"].disabled = True
    if request.method == "POST" and form.is_valid():
        named, said = key or form.cleaned_data["key"].strip(), form.said()
        try:
            if found is None and named in elements():
                raise BadInput({"key": _("已有这个编码的数据项，请直接修改它。")})
            once(request, lambda: set_element(key=named, said=said, actor=actor(request), at=now()))
        except BadInput as refused:
            for name, words in refused.errors.items():
                form.add_error(name if name in form.fields else None, in_words(words))
        else:
            messages.success(request, _("数据项已保存；已发布的事项不变，新起草的按它填写。"))
            return redirect("office:catalogue-elements")
    context = {
        "form": form,
        "found": found,
        "items": items_asking([key]).get(key, ()) if key else (),
        "errors": [
            (f"#{name}" if name in form.fields else "", str(told))
            for name, all_ in form.errors.items()
            for told in all_
        ],
    }
    return render(request, "office/catalogue_element.html", context, status=422 if form.errors else 200)


def _initial(found: Element) -> dict[str, Any]:
    names = ("key", "title", "title_en", "level", "minimum", "maximum", "unit", "pattern", "help", "help_en")
    said = {name: getattr(found, name) for name in names}
    return {**said, "type": found.type.value, "choices": "\n".join(found.choices), "aliases": "\n".join(found.aliases)}
