"""Applying for several things in one go: choose them, answer once what they share, see how far each is, hand all in."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions.combined.begin_combined import begin_combined
from tongban.cases.actions.combined.submit_combined import submit_combined
from tongban.cases.queries.combined import CombinedPage, SharedQuestion, combined_page
from tongban.cases.rules.combined import FEWEST, MOST
from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.forms import read_answers
from tongban.catalogue.rules.situations import unanswered
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.rules.actor import Actor
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words, to_simplified
from tongban.web.once import once
from tongban.web.portal.apply.group import differ
from tongban.web.portal.apply.source_marks import Source
from tongban.web.portal.apply.start import Applicant, applicants_for
from tongban.web.portal.shared_answers import Shared, keep_shared, marks_of

LONGEST_QUERY = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Gather the items, ask for whom, and begin a draft for each."""
    given = request.POST if request.method == "POST" else request.GET
    items, errors = _chosen(given.getlist("item"))
    caller = actor(request)
    applicants = _applicants(items, caller)
    chosen = given.get("applicant", "") or (applicants[0].value if len(applicants) == 1 else "")
    if request.method == "POST" and not errors:
        who = next((one for one in applicants if one.value == chosen), None)
        if who is None:
            errors = [("#applicants", _("请选择为谁申请。"))]
        else:
            begun = who

            def start() -> str:
                return begin_combined(
                    task_codes=[item.code for item in items],
                    organisation_id=begun.organisation_id,
                    principal_id=begun.principal_id,
                    actor=caller,
                    at=now(),
                )

            try:
                return redirect("portal:combined", number=once(request, start))
            except BadInput as refused:
                errors = [("#items", in_words(problem)) for problem in refused.errors.values()]
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    context = {
        "items": [(item, _address(items, without=item)) for item in items],
        "codes": [item.code for item in items],
        "found": _found(typed, items) if typed else [],
        "typed": typed,
        "enough": FEWEST <= len(items) <= MOST,
        "full": len(items) >= MOST,
        "applicants": applicants,
        "chosen": chosen,
        "errors": errors,
    }
    return render(request, "portal/combined/choose.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def combined(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far each item is, and hand all of them in once each is ready."""
    caller = actor(request)
    page = combined_page(caller, number)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if request.POST.get("truth") != "yes":
            errors = [("#truth", _("请勾选：我确认以上内容真实、完整。"))]
        else:
            try:
                once(request, lambda: submit_combined(number=number, actor=caller, at=now()))
                messages.success(request, _("已全部提交。每一件各自受理、各自答复。"))
                return redirect("portal:combined", number=number)
            except BadInput as refused:
                errors = [(_place(key), _told(page, key, problem)) for key, problem in refused.errors.items()]
    context = {"page": page, "errors": errors}
    return render(request, "portal/combined/combined.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shared(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once what several of the items ask for."""
    caller = actor(request)
    page = combined_page(caller, number)
    if not page.shared:
        raise NotFound(_("这些事项没有相同的问题。"))
    errors: dict[str, Any] = {}
    kept = Shared()
    if request.method == "POST":
        kept = keep_shared(request, page, _posted(request, page))
        page = combined_page(caller, number)
        errors = {question.shared.control: _problem(page, question) for question in page.shared}
        errors = {control: problem for control, problem in errors.items() if problem}
        if not errors and not kept.conflicts:
            return redirect("portal:combined", number=number)
    told = [(f"#conflict-{each.key}", differ(each.title)) for each in kept.conflicts]
    context = {
        "page": page,
        "typed": kept,
        "shown": marks_of(page, kept),
        "questions": [
            (
                replace(question.field, key=question.shared.control, required=question.required),
                kept.typed.get(question.shared.element, question.value),
                in_words(errors.get(question.shared.control, "")),
                Source(question.source["source"], question.source["as_of"]) if question.source else None,
            )
            for question in page.shared
        ],
        "errors": told + [(f"#{control}", in_words(problem)) for control, problem in errors.items()],
    }
    status = 409 if kept.conflicts else 422 if errors else 200
    return render(request, "portal/combined/shared.html", context, status=status)


def _chosen(codes: list[str]) -> tuple[list[ImplementationView], list[tuple[str, str]]]:
    """Return the items chosen, and what is wrong with the choice; one that is not in use is left out and told."""
    items: list[ImplementationView] = []
    errors: list[tuple[str, str]] = []
    for code in dict.fromkeys(codes[: MOST + 1]):
        try:
            item = catalogue.implementation(code)
        except NotFound as refused:
            errors.append(("#items", refused.reason))
            continue
        if unanswered(item.situations, {}):
            errors.append(("#items", _("“%(name)s”要先回答几个问题，请单独申请。") % {"name": item.name}))
            continue
        items.append(item)
    return items, errors


def _applicants(items: list[ImplementationView], caller: Actor) -> list[Applicant]:
    """Return for whom the reader may apply for every one of the items."""
    lists = [applicants_for(item, caller) for item in items]
    if not lists:
        return []
    common = set.intersection(*({one.value for one in each} for each in lists))
    return [one for one in lists[0] if one.value in common]


def _found(typed: str, items: list[ImplementationView]) -> list[tuple[Any, str]]:
    taken = {item.code for item in items}
    found = catalogue.find(to_simplified(typed), collapse=True).results
    return [(row, f"{_address(items)}&item={row.code}") for row in found if row.code not in taken]


def _address(items: list[ImplementationView], without: ImplementationView | None = None) -> str:
    kept = "&".join(f"item={item.code}" for item in items if item is not without)
    return f"{reverse('portal:combine')}?{kept}"


def _posted(request: HttpRequest, page: CombinedPage) -> dict[str, Any]:
    """Read the answers by element, each by the form of the first item that asks; what was emptied is empty."""
    forms = {line.number: line.item.form for line in page.lines}
    answers: dict[str, Any] = {}
    for question in page.shared:
        number, key = next(iter(question.shared.keys.items()))
        read = read_answers(forms[number], {key: request.POST.getlist(question.shared.control)})
        answers[question.shared.element] = read.get(key, "")
    return answers


def _problem(page: CombinedPage, question: SharedQuestion) -> Any:
    wrong = {line.number: line.wrong for line in page.lines}
    return next((wrong[number][key] for number, key in question.shared.keys.items() if key in wrong[number]), "")


def _place(key: str) -> str:
    return reverse("portal:application", args=[key.partition("/")[0]])


def _told(page: CombinedPage, key: str, problem: Any) -> str:
    name = next(line.item.name for line in page.lines if line.number == key.partition("/")[0])
    return f"{name}：{in_words(problem)}"
