"""One revision: what it changes, what was found, who did what, and the next step for whoever has the duty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalogue.access import REVISION, STEWARDS
from tongban.catalogue.actions.give_reason import give_reason
from tongban.catalogue.actions.revisions.abandon import abandon
from tongban.catalogue.actions.revisions.drop_draft import drop_draft
from tongban.catalogue.actions.revisions.pass_review import pass_review
from tongban.catalogue.actions.revisions.publish_revision import publish_revision
from tongban.catalogue.actions.revisions.send_back import send_back
from tongban.catalogue.actions.revisions.send_to_review import send_to_review
from tongban.catalogue.queries.previews import guide_of_draft
from tongban.catalogue.queries.revisions import PAGE_SIZE, DraftView, RevisionEntry, RevisionView, revision_view
from tongban.catalogue.rules.enumerations import Standing
from tongban.catalogue.rules.labels import label_of
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue.begin import day_typed
from tongban.web.office.catalogue.editor import (
    FindingLine,
    draft_of,
    finding_lines,
    problem_links,
    problem_url,
)
from tongban.web.office.catalogue.fields import called
from tongban.web.office.catalogue.values import KEYED, Named, in_words_of, names_of_keys, section_lines
from tongban.web.once import once
from tongban.web.paging import page_number
from tongban.web.portal.guide_parts import sorted_materials, way_of
from tongban.web.refusals import came_from, status_of


@dataclass(frozen=True, slots=True)
class Verb:
    """A step of a revision as a page asks for it: what it means, and what has to be typed."""

    lead: str
    button: str
    done: str
    asks: tuple[str, ...] = ()
    weight: str = "main"


VERBS = {
    "send_to_review": Verb(
        gettext_noop("送审后不能再修改，由本部门的另一位审核人员核对，再由运行管理单位发布。"),
        gettext_noop("确认送审"),
        gettext_noop("已送部门审核。"),
        ("effective_on",),
    ),
    "pass_review": Verb(
        gettext_noop("请逐项核对变更内容、设定依据和办事指南预览；通过后报运行管理单位发布。"),
        gettext_noop("审核通过"),
        gettext_noop("已审核通过，等待发布。"),
    ),
    "send_back": Verb(
        gettext_noop("退回后由起草人修改，再重新送审。"),
        gettext_noop("退回修改"),
        gettext_noop("已退回起草人修改。"),
        ("reason",),
        "other",
    ),
    "publish": Verb(
        gettext_noop("发布后群众按新的办事指南办事；正在办理的办件仍按受理时的版本。"),
        gettext_noop("批准发布"),
        gettext_noop("已批准发布。"),
        ("cases_go_on",),
    ),
    "abandon": Verb(
        gettext_noop("撤销后草稿不再生效，只留存备查；需要时可以重新起草。"),
        gettext_noop("撤销变更"),
        gettext_noop("变更已撤销。"),
        ("reason",),
        "grave",
    ),
}
FORM_FIELDS = {name for verb in VERBS.values() for name in verb.asks}
_WEIGHTS = {"main": 0, "other": 1, "grave": 2}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference: where it is, and what stood there before and stands there now, a line each."""

    label: str
    rows: str
    before: list[str]
    after: list[str]
    said: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft on the revision's page."""

    draft: DraftView
    changes: list[ChangeLine]
    problems: list[tuple[str, str]]
    findings: list[FindingLine]


@dataclass(frozen=True, slots=True)
class Button:
    """A step that the reader may take now."""

    verb: str
    label: str
    weight: str
    url: str


@require_safe
@official(*STEWARDS)
def revision(request: HttpRequest, number: str) -> HttpResponse:
    """Show a revision, with what is open to the reader."""
    view = revision_view(number, actor(request), page=page_number(request.GET.get("page")))
    keyed = any(change["field"] in KEYED for each in view.drafts for change in each.changes)
    named = names_of_keys() if keyed else {}
    buttons = _buttons(view)
    context = {
        "view": view,
        "turn": any(button.weight == "main" for button in buttons),
        "lines": [_draft_line(view, each, named) for each in view.drafts],
        "page_size": PAGE_SIZE,
        "gives_reasons": view.may_edit,
        "buttons": buttons,
        "entries": [(entry, _notes(entry)) for entry in reversed(view.entries)],
    }
    return render(request, "office/catalogue/revision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def revision_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask what a step needs; sent, take it once and go back to the revision."""
    view = revision_view(number, actor(request))
    if verb not in VERBS:
        raise NotFound(_("没有这个办理步骤。"))
    typed = {name: request.POST.get(name, "").strip() for name in VERBS[verb].asks}
    if request.method != "POST" and "effective_on" in typed and view.row.effective_on:
        typed["effective_on"] = view.row.effective_on.isoformat()
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            once(request, lambda: _take(verb, number, typed, request))
        except NotFound:
            raise
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _(VERBS[verb].done))
            return redirect("office:catalogue-revision", number=number)
    elif not any(move.verb == verb for move in view.moves):
        messages.warning(request, _("这一步现在不能办理，或不在您的职责范围内。"))
        return redirect("office:catalogue-revision", number=number)
    problems = {key: in_words(words) for key, words in refused.errors.items()} if isinstance(refused, BadInput) else {}
    context = {
        "view": view,
        "verb": verb,
        "words": VERBS[verb],
        "move": REVISION.move(verb),
        "typed": typed,
        "problems": problems,
        "errors": _summary(view, problems) if problems or refused is None else [("", in_words(refused.reason))],
        "today": today(),
        "cancels": any(each.content.get("standing") == Standing.CANCELLED for each in view.drafts),
    }
    return render(request, "office/catalogue/step.html", context, status=status_of(refused) if refused else 200)


@require_POST
@official(DutyKind.EDITOR)
def reason(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Keep why a warning may stand, and go back to it."""
    _view, found = draft_of(request, number, version_id)
    rule, field, text = (request.POST.get(name, "") for name in ("rule", "field", "reason"))
    caller, at = actor(request), now()
    try:
        once(
            request,
            lambda: give_reason(version_id=found.version_id, rule=rule, field=field, reason=text, actor=caller, at=at),
        )
    except BadInput as refused:
        messages.error(request, in_words(refused.errors["reason"]))
    else:
        messages.success(request, _("已记下保留这条警告的理由。"))
    page = reverse("office:catalogue-revision", args=[number])
    came = came_from(request).partition("#")[0]
    return redirect(f"{came if came.startswith(page) else page}#findings-{version_id}")


@require_POST
@official(DutyKind.EDITOR)
def drop(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Take one item out of a change of several, and go back to the others."""
    caller, at = actor(request), now()
    once(request, lambda: drop_draft(number=number, version_id=version_id, actor=caller, at=at).state)
    messages.success(request, _("已移出变更单，这个事项可以另行变更。"))
    return redirect("office:catalogue-revision", number=number)


@require_safe
@official(*STEWARDS)
def preview(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Show the guide as the public will see it once the draft is in force."""
    view, found = draft_of(request, number, version_id)
    item = guide_of_draft(version_id, actor(request))
    context: dict[str, Any] = {"view": view, "draft": found, "item": item, "lines": section_lines(found.content)}
    if item is not None:
        context |= {"materials": sorted_materials(item, item), "way": way_of(item, {}, None, today())}
    return render(request, "office/catalogue/preview.html", context)


def _take(verb: str, number: str, typed: Mapping[str, str], request: HttpRequest) -> str:
    given: dict[str, Any] = {"number": number, "actor": actor(request), "at": now()}
    if verb == "send_to_review":
        return send_to_review(effective_on=day_typed("effective_on", typed["effective_on"]), **given).state
    if verb == "publish":
        return publish_revision(cases_go_on=bool(typed["cases_go_on"]), **given).state
    if verb == "pass_review":
        return pass_review(**given).state
    return {"send_back": send_back, "abandon": abandon}[verb](reason=typed["reason"], **given).state


def _summary(view: RevisionView, problems: Mapping[str, str]) -> list[tuple[str, str]]:
    """List the problems for the summary: those of the form lead to its fields, those of a draft to its own page."""
    rows = []
    for field, words in problems.items():
        if field in FORM_FIELDS:
            rows.append((f"#{field}", words))
        elif view.draft_count == 1:
            rows.append((problem_url(view, view.drafts[0], field), called(_(label_of(field)), words)))
        else:
            rows.append(("", called(field, words)))
    return rows


def _draft_line(view: RevisionView, found: DraftView, named: Named) -> DraftLine:
    return DraftLine(found, list(_changes(found, named)), problem_links(view, found), finding_lines(view, found))


def _changes(found: DraftView, named: Named) -> Iterator[ChangeLine]:
    """Yield the differences; what is added stands on the right alone, what is removed on the left."""
    for change, said in zip(found.changes, found.said, strict=True):
        field, kind, row = change["field"], change["kind"], str(change.get("row", ""))
        before = in_words_of(field, change["before"], named) if kind == "changed" else [row] * (kind == "removed")
        after = in_words_of(field, change["after"], named) if kind == "changed" else [row] * (kind == "added")
        yield ChangeLine(_(label_of(field)), " › ".join(change["rows"]), before, after, in_words(said))


def _buttons(view: RevisionView) -> list[Button]:
    """Return the steps that are open to the reader, the one to go on with first."""
    open_now = [(move, VERBS[move.verb]) for move in view.moves if move.verb in VERBS]
    open_now.sort(key=lambda pair: _WEIGHTS[pair[1].weight])
    return [
        Button(
            move.verb,
            _(move.label),
            verb.weight,
            reverse("office:catalogue-step", args=[view.row.number, move.verb]),
        )
        for move, verb in open_now
    ]


def _notes(entry: RevisionEntry) -> str:
    """Return which fields an entry of the journal changed, in words."""
    return "、".join(_(label_of(field)) for field in entry.fields)
