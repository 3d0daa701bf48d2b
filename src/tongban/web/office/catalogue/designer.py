"""The form designer: the groups and fields of a draft's form, put in order, taken in from drafts of forms, or back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.revisions.edit_revision import ChangedMeanwhile
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.queries.form_drafts import form_draft, form_drafts
from tongban.catalogue.queries.revisions import DraftView, RevisionView
from tongban.catalogue.rules.condition_words import in_words as condition_in_words
from tongban.catalogue.rules.condition_words import titles_of
from tongban.catalogue.rules.drafts import print_of
from tongban.catalogue.rules.elements import by_label, hints
from tongban.catalogue.rules.form_editing import fields_before, moved, with_form, with_group, without
from tongban.catalogue.rules.labels import FIELD_TYPES
from tongban.kernel.errors import BadInput, NotFound
from tongban.web.doorkeeper import official
from tongban.web.language import in_words
from tongban.web.office.catalogue.designer_forms import GroupForm
from tongban.web.office.catalogue.editor import draft_of, frame, keep

Groups = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as the designer lists it; `hint` says which element it would better be."""

    number: int
    title: str
    type: str
    required: bool
    element: str
    notes: list[str]
    hint: str
    wrong: list[str]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as the designer lists it."""

    number: int
    title: str
    repeats: bool
    notes: list[str]
    fields: list[FieldLine]
    wrong: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def designer(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Show the form of a draft as it stands; move, remove, take in, or go back to the version in force."""
    view, found = draft_of(request, number, version_id)
    if request.method == "POST":
        return _arranged(request, view, found)
    groups = form_of(found)
    context = frame(view, found) | {
        "title": _("申请表"),
        "groups": list(_group_lines(found)),
        "seen": print_of(groups),
        "said": [in_words(each) for change, each in zip(found.changes, found.said, strict=True) if _of_form(change)],
        "has_before": bool(found.before and found.before.get("form")),
        "drafts": form_drafts() if view.may_edit else [],
        "wrong": [in_words(message) for field, message in found.problems if field == "form"],
    }
    return render(request, "office/catalogue/designer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def group(request: HttpRequest, number: str, version_id: int, group: str) -> HttpResponse:
    """Ask what a group is called, whether it repeats, and when it is asked; keep it."""
    view, found = draft_of(request, number, version_id)
    if (away := not_editable(request, view, found)) is not None:
        return away
    groups = form_of(found)
    place = None if group == "new" else place_of(group, len(groups))
    row = {} if place is None else groups[place - 1]
    before = list(fields_before(groups, place or len(groups) + 1, None))
    form = GroupForm(request.POST or None, initial=dict(row), before=before, row=row, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        changed = with_group(groups, place, form.said())
        said = _("分组已保存。")
        if (kept := keep_form(request, view, found, changed, said, form)) is not None:
            there = f"#group-{place or len(changed)}"
            return redirect(kept + there)
    context = page_of(view, found, form, _("新增分组") if place is None else str(row.get("title", ""))) | {
        "fields": [form[name] for name in ("title", "title_en", "repeats", "min_rows", "max_rows")],
    }
    return render(request, "office/catalogue/designer_group.html", context, status=422 if form.errors else 200)


def form_of(found: DraftView) -> list[Mapping[str, Any]]:
    """Return the groups of a draft's form, as far as they are groups."""
    groups = found.content.get("form")
    return [each for each in groups if isinstance(each, Mapping)] if isinstance(groups, list) else []


def place_of(text: str, count: int) -> int:
    """Read a place from an address. Raises NotFound where nothing is."""
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= count):
        raise NotFound(_("申请表里没有这一项，它可能已经被删除。"))
    return int(text)


def not_editable(request: HttpRequest, view: RevisionView, found: DraftView) -> HttpResponse | None:
    """Lead back to the form where its draft cannot be written now."""
    if view.may_edit:
        return None
    messages.warning(request, _("这份草稿现在不能修改：变更单已送出，或您不是它的编辑。"))
    return redirect("office:form-designer", number=view.row.number, version_id=found.version_id)


def page_of(view: RevisionView, found: DraftView, form: Any, title: str) -> dict[str, Any]:
    """Return what the pages of a group and of a field have in common."""
    here = reverse("office:form-designer", args=[view.row.number, found.version_id])
    return frame(view, found) | {
        "form": form,
        "title": title,
        "trail": [(_("申请表"), here)],
        "back": here,
        "seen": print_of(form_of(found)),
        "conditions": form.condition_fields(),
        "errors": [
            (f"#{name}" if name != "__all__" else "", str(told)) for name, all_ in form.errors.items() for told in all_
        ],
    }


def keep_form(
    request: HttpRequest, view: RevisionView, found: DraftView, groups: Groups, said: str, form: Any
) -> str | None:
    """Keep a form in its draft and return the address of the designer; None with what is wrong told in `form`."""
    stale = request.POST.get("seen") != print_of(form_of(found))
    try:
        told = keep(request, view, found, {**found.content, "form": list(groups)}, stale=stale, said=said)
    except ChangedMeanwhile as changed:
        form.add_error(None, in_words(changed.reason))
        return None
    except BadInput as refused:
        for words in refused.errors.values():
            form.add_error(None, in_words(words))
        return None
    messages.success(request, told)
    return reverse("office:form-designer", args=[view.row.number, found.version_id])


def _arranged(request: HttpRequest, view: RevisionView, found: DraftView) -> HttpResponse:
    groups, do = form_of(found), request.POST.get("do", "")
    here = reverse("office:form-designer", args=[view.row.number, found.version_id])
    anchor = ""
    if do == "take":
        taken = form_draft(request.POST.get("draft", ""))
        changed, said = with_form(groups, taken.groups), _("已带入“%(name)s”，请逐项核对。") % {"name": taken.name}
    elif do == "restore" and found.before is not None:
        changed, said = list(found.before.get("form") or ()), _("已恢复为现行版本的申请表。")
    else:
        at = place_of(request.POST.get("group", ""), len(groups))
        fields = groups[at - 1].get("fields") or ()
        place = place_of(request.POST["field"], len(fields)) if request.POST.get("field") else None
        anchor = f"#group-{at}"
        if do == "remove":
            changed, said = without(groups, at, place), _("已删除。")
        elif do in ("up", "down"):
            changed, said = moved(groups, at, place, 1 if do == "down" else -1), _("已移动。")
        else:
            raise BadInput({"do": _("请选择上移、下移或删除。")})
    stale = request.POST.get("seen") != print_of(groups)
    messages.success(request, keep(request, view, found, {**found.content, "form": changed}, stale=stale, said=said))
    return redirect(here + anchor)


def _group_lines(found: DraftView) -> Iterator[GroupLine]:
    groups, known = form_of(found), elements()
    titles = titles_of(groups)
    better = {where: in_words(said) for where, said in hints(found.content, by_label(known.values()))}
    wrong: dict[str, list[str]] = {}
    for where, message in found.problems:
        wrong.setdefault(".".join(where.split(".")[:2]) if ".fields[" in where else where.split(".")[0], []).append(
            in_words(message)
        )
    for number, row in enumerate(groups, 1):
        fields = [
            FieldLine(
                place,
                str(field.get("title") or field.get("key") or ""),
                _(FIELD_TYPES.get(str(field.get("type")), "")) if field.get("type") in FIELD_TYPES else "",
                bool(field.get("required")),
                known[field["element"]].title if field.get("element") in known else str(field.get("element") or ""),
                [in_words(condition_in_words(each, titles)) for each in field.get("when") or ()],
                better.get(f"form[{number}].fields[{place}].element", ""),
                wrong.get(f"form[{number}].fields[{place}]", []),
            )
            for place, field in enumerate(row.get("fields") or (), 1)
        ]
        notes = [in_words(condition_in_words(each, titles)) for each in row.get("when") or ()]
        yield GroupLine(
            number,
            str(row.get("title") or ""),
            bool(row.get("repeats")),
            notes,
            fields,
            wrong.get(f"form[{number}]", []),
        )


def _of_form(change: Mapping[str, Any]) -> bool:
    return str(change["field"]).split(".")[0] == "form"
