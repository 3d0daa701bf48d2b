"""One group of questions a page: filled in from the registers, kept while one types, checked when one goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.conditions import asked as asked_fields
from tongban.catalogue.rules.forms import FormField, FormGroup, read_answers
from tongban.kernel.clock import ZONE, now, today
from tongban.kernel.errors import NotFound
from tongban.web.doorkeeper import signed_in
from tongban.web.language import in_words
from tongban.web.portal.apply.keeping import as_shown, keep_meanwhile, keep_page
from tongban.web.portal.apply.pages import Way, way_of
from tongban.web.portal.apply.source_marks import Source, source_of, take_reports
from tongban.web.rows import posted, row_button

# Going back, away, or settling what differs keeps the page as it is, whatever is still missing.
UNCHECKED = ("back", "leave", "stay")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer so far, what is wrong with it, its source, and the correction asked for."""

    field: FormField
    value: Any
    error: str
    source: Source | None
    correction: dict[str, str] | None


@require_safe
@signed_in
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the first page on which something is still missing."""
    way = way_of(request, number)
    form, answers = way.case.item.form, way.case.raw.answers
    for place, asked in enumerate(way.groups, 1):
        if check_answers(form, answers, fields=[field.key for field in asked.fields]):
            return redirect(way.group_url(place))
    return redirect(way.group_url(len(way.groups) + 1))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def group(request: HttpRequest, number: str, group: int) -> HttpResponse:
    """Ask one group of questions; keep the answers and go on, back, or away."""
    way = way_of(request, number)
    asked = _group(way, group)
    typed, errors = as_shown(asked, way.case.raw.answers), {}
    if request.method == "POST":
        typed = keep_page(request, number, asked, _posted(request, way, asked))
        _tell_of_others(request, typed.theirs)
        if not typed.conflicts:
            take_reports(request, number, asked.fields, way.case.raw.sources)
        go, pressed = request.POST.get("go", "next"), row_button(request)
        if pressed is not None and not typed.conflicts:
            return redirect(way.group_url(group) + pressed.anchor)
        keys = [field.key for field in asked.fields]
        if go not in UNCHECKED:
            errors = check_answers(way.case.item.form, dict(typed.answers), fields=keys, on=today())
        if not errors and not typed.conflicts:
            if go == "next" and _newly_asked(request, way, asked, typed.answers):
                messages.info(request, _("根据您的回答，这一页又多了几项，请接着填。"))
                return redirect(way.group_url(group))
            return _onward(request, way, group, go)
    questions = _questions(way, asked, dict(typed.answers), errors)
    summary = [(f"#conflict-{each.key}", differ(each.title)) for each in typed.conflicts]
    summary += [(f"#{key}", in_words(problem)) for key, problem in errors.items()]
    context = {
        "way": way,
        "case": way.case,
        "group": asked,
        "place": group,
        "questions": questions,
        "prefilled": any(each.source for each in questions),
        "typed": typed,
        "answers": typed.answers,
        "problems": {key: in_words(problem) for key, problem in errors.items()},
        "more": request.GET.get("more", ""),
        "errors": summary,
    }
    status = 409 if typed.conflicts else 422 if errors else 200
    return render(request, "portal/apply/group.html", context, status=status)


@require_POST
@signed_in
def autosave(request: HttpRequest, number: str, group: int) -> HttpResponse:
    """Keep what has been typed so far, and say when, and what was changed elsewhere meanwhile."""
    way = way_of(request, number)
    asked = _group(way, group)
    typed = keep_meanwhile(request, number, asked, _posted(request, way, asked))
    saved_at = now().astimezone(ZONE)
    return render(request, "portal/apply/saved.html", {"at": f"{saved_at:%H:%M:%S}", "typed": typed})


def _onward(request: HttpRequest, way: Way, place: int, go: str) -> HttpResponse:
    if go == "leave":
        messages.success(request, _("草稿已保存，随时可以回来接着填。"))
        return redirect("portal:my")
    if go == "stay":
        messages.success(request, _("已保存。"))
        return redirect(way.group_url(place))
    return redirect(way.group_url(place - 1 if go == "back" else place + 1))


def _tell_of_others(request: HttpRequest, titles: list[str]) -> None:
    if titles:
        told = _("%(fields)s刚在别处改过，已按那边的内容保存。") % {"fields": "、".join(f"“{each}”" for each in titles)}
        messages.info(request, told)


def differ(title: str) -> str:
    """Return what the summary of a page says of an answer that two sides changed."""
    return _("“%(field)s”在两处填得不一样，请选择保留哪一个。") % {"field": title}


def _group(way: Way, place: int) -> FormGroup:
    if not 1 <= place <= len(way.groups):
        raise NotFound(_("申请表没有这一页。"))
    return way.groups[place - 1]


def _posted(request: HttpRequest, way: Way, asked: FormGroup) -> dict[str, Any]:
    """Read the page's answers; what was emptied on the page is emptied in the draft as well."""
    given = read_answers(way.case.item.form, posted(request))
    return {field.key: given.get(field.key, "") for field in asked.fields}


def _newly_asked(request: HttpRequest, way: Way, group: FormGroup, answers: Mapping[str, Any]) -> bool:
    """Tell whether what was typed brought up questions of this page that its reader has not seen.

    A page with script shows them as one types.
    """
    if "scripted" in request.POST:
        return False
    here = {field.key for field in group.fields if answers.get(field.key) in ("", None, [])}
    form = way.case.item.form
    return bool(here & asked_fields(form, answers) - asked_fields(form, way.case.raw.answers))


def _questions(way: Way, asked: FormGroup, answers: dict[str, Any], errors: dict[str, str]) -> list[Asked]:
    sources = way.case.raw.sources
    told = {each["code"]: each for each in way.case.correction.items} if way.case.correction else {}
    rows = []
    for field in asked.fields:
        mark = sources.get(field.key)
        source = source_of(mark, answers.get(field.key))
        rows.append(
            Asked(field, answers.get(field.key), in_words(errors.get(field.key, "")), source, told.get(field.key))
        )
    return rows
