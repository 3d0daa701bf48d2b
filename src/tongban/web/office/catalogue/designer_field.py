"""One field of a form in the designer: an element of the registry, or a question of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.queries.elements import elements, elements_like
from tongban.catalogue.rules.form_editing import fields_before, with_field
from tongban.web.doorkeeper import official
from tongban.web.office.catalogue.designer import form_of, keep_form, not_editable, page_of, place_of
from tongban.web.office.catalogue.designer_forms import FieldForm, field_initial
from tongban.web.office.catalogue.editor import draft_of

NEW = "new"
_MAIN = ("element", "title", "title_en", "type", "required", "help", "help_en", "choices")
_CHECKS = ("unit", "min", "max", "earliest", "latest", "not_less_than", "not_more_than", "pattern")


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def field(request: HttpRequest, number: str, version_id: int, group: str, place: str) -> HttpResponse:
    """Ask what a field is; found by its label in the registry, an element fills the rest in."""
    view, found = draft_of(request, number, version_id)
    if (away := not_editable(request, view, found)) is not None:
        return away
    groups, known = form_of(found), elements()
    at = place_of(group, len(groups))
    fields = list(groups[at - 1].get("fields") or ())
    here = None if place == NEW else place_of(place, len(fields))
    row: dict[str, Any] = {} if here is None else dict(fields[here - 1])
    chosen = known.get(request.GET.get("element", ""))
    if chosen is not None:
        row = {**row, **chosen.field(), "element": chosen.key}
    before = list(fields_before(groups, at, here or len(fields) + 1))
    beside = [
        each
        for index, each in enumerate(fields, 1)
        if index != here and each.get("type") in ("date", "integer", "number")
    ]
    form = FieldForm(
        request.POST or None,
        initial=field_initial(row),
        before=before,
        row=row,
        elements=known,
        beside=beside,
        auto_id="%s",
    )
    if request.method == "POST" and form.is_valid():
        changed = with_field(groups, at, here, form.said())
        if (kept := keep_form(request, view, found, changed, _("填写项已保存。"), form)) is not None:
            if "more" in request.POST:
                return redirect(f"{kept}{at}/{NEW}/")
            return redirect(f"{kept}#group-{at}")
    q = request.GET.get("q", "").replace("\x00", "").strip()[:50]
    context = page_of(view, found, form, _("新增填写项") if here is None else str(row.get("title", ""))) | {
        "main_fields": [form[name] for name in _MAIN],
        "check_fields": [form[name] for name in _CHECKS],
        "checks_open": any(row.get(name) not in (None, "") for name in _CHECKS)
        or any(name in form.errors for name in _CHECKS),
        "is_new": here is None,
        "q": q,
        "matches": elements_like(q) if q else [],
        "chosen": chosen,
        "group_title": groups[at - 1].get("title", ""),
    }
    return render(request, "office/catalogue/designer_field.html", context, status=422 if form.errors else 200)
