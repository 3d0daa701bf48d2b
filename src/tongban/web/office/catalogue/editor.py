"""Writing a draft: its overview, and a page for each section, each table and each row of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.revisions.edit_revision import ChangedMeanwhile, edit_revision
from tongban.catalogue.queries.revisions import DraftView, RevisionView, revision_view
from tongban.catalogue.rules.drafts import print_of
from tongban.catalogue.rules.labels import LABELS, label_of
from tongban.catalogue.rules.quality_views import FindingView
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue.fields import called
from tongban.web.office.catalogue.form import CODES, NAMES, DraftForm, row_name
from tongban.web.office.catalogue.places import NEW, Place, find_place, put, value_at, where
from tongban.web.office.catalogue.values import Fact, SectionLine, names_of_keys, row_facts, section_lines
from tongban.web.once import once

CHECK = "check"
"""In the address of a section that was opened from one of its problems: the problems are shown at their fields."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding with the address of the field it is about, "" where that cannot be edited now."""

    finding: FindingView
    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table on its page; `number` counts from 1."""

    number: int
    name: str
    facts: list[Fact]


@require_safe
@official(*STEWARDS)
def draft(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Show the sections of a draft, what is in each, and what is still wrong with it."""
    view, found = draft_of(request, number, version_id)
    context = frame(view, found) | {
        "sections": _sections(found),
        "problems": problem_links(view, found),
        "findings": finding_lines(view, found),
        "gives_reasons": view.may_edit,
    }
    return render(request, "office/catalogue/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def part(request: HttpRequest, number: str, version_id: int, address: str) -> HttpResponse:
    """Show one section, table or row of a draft with its fields, and keep what is typed there."""
    if request.method != "POST" and designed(address):
        return redirect(designed_at(number, version_id, address) + (f"?{CHECK}=1" if CHECK in request.GET else ""))
    view, found = draft_of(request, number, version_id)
    if not view.may_edit:
        messages.warning(request, _("这份草稿现在不能修改：变更单已送出，或您不是它的编辑。"))
        return redirect("office:catalogue-revision", number=number)
    place = find_place(address, found.content)
    if place.steps and not place.is_row:
        return _table_page(request, view, found, place)
    if request.method != "POST":
        form = DraftForm(place, found.content)
        if CHECK in request.GET:
            form.errors = _problems_here(found, place)
        return _form_page(request, view, found, form)
    form = DraftForm(place, found.content, request.POST)
    if not form.errors:
        try:
            said = keep(request, view, found, form.changed(), stale=form.is_stale, said=_("已保存。"))
            messages.success(request, said)
            return redirect(_after(request, view, found, place))
        except ChangedMeanwhile:
            view, found = draft_of(request, number, version_id)
            form = DraftForm(find_place(address, found.content), found.content, request.POST)
            form.errors[""] = _("这一部分刚刚被改动过。您填的内容都在下面，核对后再保存一次，会以您填的为准。")
            return _form_page(request, view, found, form, status=409)
        except BadInput as refused:
            form.errors |= {where(field, found.content)[1]: in_words(words) for field, words in refused.errors.items()}
    return _form_page(request, view, found, form, status=422)


@require_POST
@official(*STEWARDS)
def arrange(request: HttpRequest, number: str, version_id: int, address: str) -> HttpResponse:
    """Move a row of a table up or down, or remove it; `seen` tells which table the reader had before them."""
    view, found = draft_of(request, number, version_id)
    place = find_place(address, found.content)
    rows = list(value_at(found.content, place.steps)) if place.steps and not place.is_row else []
    text = request.POST.get("row", "")
    index = int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 6 else -1
    if not 0 <= index < len(rows):
        raise NotFound(_("草稿里没有这一行，它可能已经被删除。请回到草稿概览查看。"))
    stale, there = request.POST.get("seen") != print_of(rows), ""
    name, verb = row_name(rows[index]), request.POST.get("do", "")
    if verb == "remove":
        del rows[index]
    elif verb in ("up", "down"):
        other = index + (1 if verb == "down" else -1)
        if 0 <= other < len(rows):
            rows[index], rows[other] = rows[other], rows[index]
            there = f"#row-{other + 1}"
    else:
        raise BadInput({"do": _("请选择上移、下移或删除。")})
    said = (_("已删除“%(name)s”。") if verb == "remove" else _("已移动“%(name)s”。")) % {"name": name}
    changed = put(found.content, place.steps, rows)
    messages.success(request, keep(request, view, found, changed, stale=stale, said=said))
    return redirect(_address(number, version_id, place.address) + there)


def designed(address: str) -> bool:
    """Tell whether a place in a draft has pages of its own: the form is designed, not typed row by row."""
    return address.split("/")[0] == "form"


def designed_at(number: str, version_id: int, address: str) -> str:
    """Return the page of the form designer for a place of the form: `form/2/fields/3` is the third field of a group."""
    words = address.split("/")
    base = reverse("office:form-designer", args=[number, version_id])
    if len(words) < 2:
        return base
    if len(words) < 4:
        return f"{base}{words[1]}/"
    return f"{base}{words[1]}/{words[3]}/"


def draft_of(request: HttpRequest, number: str, version_id: int) -> tuple[RevisionView, DraftView]:
    """Return a revision that exists for the caller, and one of its drafts. Raises NotFound."""
    view = revision_view(number, actor(request), version_id=version_id)
    found = next((each for each in view.drafts if each.version_id == version_id), None)
    if found is None:
        raise NotFound(_("变更单中没有这份草稿，请刷新后重试"))
    return view, found


def problem_links(view: RevisionView, found: DraftView) -> list[tuple[str, str]]:
    """List what keeps the draft from being sent to review: (address of the field, what is wrong)."""
    return [
        (problem_url(view, found, field), _with_label(field, in_words(message))) for field, message in found.problems
    ]


def finding_lines(view: RevisionView, found: DraftView) -> list[FindingLine]:
    """List what the quality rules say of the draft, errors first."""
    lines = [
        FindingLine(
            each,
            _(label_of(each.field)),
            in_words(each.message),
            problem_url(view, found, each.field) if view.may_edit else "",
        )
        for each in found.findings
    ]
    return sorted(lines, key=lambda line: line.finding.severity)


def problem_url(view: RevisionView, found: DraftView, field: str) -> str:
    """Return the address at which a field of a draft is edited, "" where no page has it."""
    address, anchor = where(field, found.content)
    return f"{_address(view.row.number, found.version_id, address)}?{CHECK}=1#{anchor}" if address else ""


def _with_label(field: str, words: str) -> str:
    """Say a problem with the name of its field, and with its table and place where it is in a row."""
    said = {"label": _(label_of(field)), "words": words}
    table, bracket, rest = field.partition("[")
    if not bracket or "." not in rest:
        return called(_(label_of(field)), words)
    said |= {"table": _(label_of(table)), "place": rest.partition("]")[0]}
    return _("%(table)s第 %(place)s 项，%(label)s：%(words)s") % said


def _sections(found: DraftView) -> list[tuple[SectionLine, int]]:
    """Pair each section with how many problems it has."""
    places = [where(field, found.content)[0].split("/")[0] for field, _message in found.problems]
    return [(line, places.count(line.section.key)) for line in section_lines(found.content)]


def _problems_here(found: DraftView, place: Place) -> dict[str, str]:
    """Return what is wrong at a place by field: what keeps the draft back, else what the quality rules say."""
    findings = [(each.field, each.message) for each in found.findings if each.blocks]
    here: dict[str, str] = {}
    for field, message in (*found.problems, *findings):
        address, anchor = where(field, found.content)
        if address == place.address:
            here.setdefault(anchor, in_words(message))
    return here


def keep(
    request: HttpRequest, view: RevisionView, found: DraftView, content: Mapping[str, Any], *, stale: bool, said: str
) -> str:
    """Keep the content once, and return what is said of it, however often the form is sent.

    Raises ChangedMeanwhile when it was typed over what has changed since.
    """

    def work() -> str:
        if stale:
            raise ChangedMeanwhile(_("这张表刚刚被改动过，请刷新后再操作。"))
        edit_revision(
            number=view.row.number,
            version_id=found.version_id,
            content=content,
            seen=print_of(found.content),
            actor=actor(request),
            at=now(),
        )
        return said

    answer: str = once(request, work)
    return answer


def _table_page(request: HttpRequest, view: RevisionView, found: DraftView, place: Place) -> HttpResponse:
    rows, named = value_at(found.content, place.steps), names_of_keys()
    lines = [
        Row(index, row_name(row), list(row_facts(place.label, row, named, without=(*NAMES, *CODES))))
        for index, row in enumerate(rows, 1)
    ]
    context = frame(view, found) | {
        "place": place,
        "title": _title(place),
        "rows": lines,
        "seen": print_of(rows),
        "trail": _trail(view.row.number, found, place),
        "here": _address(view.row.number, found.version_id, place.address),
        "new": _address(view.row.number, found.version_id, f"{place.address}/{NEW}"),
        "back": _back(view, found, place),
        "arrange": reverse("office:catalogue-arrange", args=[view.row.number, found.version_id, place.address]),
    }
    return render(request, "office/catalogue/table.html", context)


def _form_page(
    request: HttpRequest, view: RevisionView, found: DraftView, form: DraftForm, *, status: int = 200
) -> HttpResponse:
    context = frame(view, found) | {
        "form": form,
        "place": form.place,
        "title": _title(form.place, form.here),
        "trail": _trail(view.row.number, found, form.place),
        "back": _back(view, found, form.place),
        "errors": form.problems(),
    }
    return render(request, "office/catalogue/part.html", context, status=status)


def frame(view: RevisionView, found: DraftView) -> dict[str, Any]:
    return {"view": view, "draft": found, "editable": view.may_edit}


def _back(view: RevisionView, found: DraftView, place: Place) -> str:
    if place.above:
        return _address(view.row.number, found.version_id, place.above)
    return reverse("office:catalogue-draft", args=[view.row.number, found.version_id]) + f"#{place.section.key}"


def _title(place: Place, row: Mapping[str, Any] | None = None) -> str:
    if not place.steps:
        return _(place.section.title)
    table = _(LABELS[place.label])
    if not place.is_row:
        return table
    return _("%(table)s：新增") % {"table": table} if place.is_new else called(table, row_name(row or {}))


def _trail(number: str, found: DraftView, place: Place) -> list[tuple[str, str]]:
    """Return the pages above a place, outermost first: (label, address)."""
    trail: list[tuple[str, str]] = []
    address = place.above
    while address:
        above = find_place(address, found.content)
        trail.insert(
            0,
            (
                _title(above, value_at(found.content, above.steps) if above.is_row else None),
                _address(number, found.version_id, address),
            ),
        )
        address = above.above
    return trail


def _after(request: HttpRequest, view: RevisionView, found: DraftView, place: Place) -> str:
    """Return where to go when a place is saved: on to another new row when asked for, else one up."""
    if "more" in request.POST and place.is_row:
        return _address(view.row.number, found.version_id, f"{place.above}/{NEW}")
    return _back(view, found, place)


def _address(number: str, version_id: int, address: str) -> str:
    return reverse("office:catalogue-part", args=[number, version_id, address])
