"""What people type for what the catalogue calls otherwise: words that found nothing become synonyms in two clicks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalogue.actions.words.add_synonym import add_synonym
from tongban.catalogue.actions.words.dismiss_empty_search import dismiss_empty_search
from tongban.catalogue.actions.words.remove_synonym import remove_synonym
from tongban.catalogue.queries.search_words import PAGE_SIZE, empty_searches, synonyms
from tongban.kernel.clock import ZONE, now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue_table import as_csv
from tongban.web.once import once
from tongban.web.paging import page_number

WHO = (DutyKind.EDITOR, DutyKind.PUBLISHER)
BETWEEN = "、"


@require_safe
@official(*WHO)
def words(request: HttpRequest) -> HttpResponse:
    """List the words that found nothing, with names near them to choose from, and what words stand for now."""
    caller = actor(request)
    context = {
        "found": empty_searches(caller, page_number(request.GET.get("page"))),
        "synonyms": synonyms(caller),
        "page_size": PAGE_SIZE,
    }
    return render(request, "office/catalogue_words.html", context)


@require_safe
@official(*WHO)
def words_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the words that found nothing as a table for spreadsheets."""
    found = empty_searches(actor(request), size=None)
    heads = [_("检索词"), _("次数"), _("首次"), _("最近")]
    rows = ((row.words, row.times, _minute(row.first_at), _minute(row.last_at)) for row in found.rows)
    return as_csv("empty-searches", heads, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WHO)
def add(request: HttpRequest) -> HttpResponse:
    """Show what the word is to stand for, and add it."""
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "").replace("\x00", "").strip()[:700] for name in ("word", "means")}
    problems: dict[str, str] = {}
    if request.method == "POST":
        means = [each for each in typed["means"].split(BETWEEN) if each.strip()]
        try:
            once(request, lambda: add_synonym(word=typed["word"], means=means, actor=actor(request), at=now()))
        except BadInput as refused:
            problems = {field: in_words(problem) for field, problem in refused.errors.items()}
        else:
            messages.success(request, _("已添加同义词，现在起搜索这个词就能找到。"))
            return redirect("office:catalogue-words")
    errors = [(f"#{field}", problem) for field, problem in problems.items()]
    context = {"typed": typed, "problems": problems, "errors": errors}
    return render(request, "office/catalogue_words_add.html", context, status=422 if problems else 200)


@require_POST
@official(*WHO)
def remove(request: HttpRequest) -> HttpResponse:
    """Let a word stand for nothing else any more."""
    word = request.POST.get("word", "")
    return _done(request, lambda: remove_synonym(word=word, actor=actor(request), at=now()), _("已移除同义词。"))


@require_POST
@official(*WHO)
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put words away that stand for nothing here."""
    typed = request.POST.get("words", "")
    work = lambda: dismiss_empty_search(words=typed, actor=actor(request), at=now())  # noqa: E731
    return _done(request, work, _("已忽略。有人再搜这个词时会重新出现。"))


def _done(request: HttpRequest, work: Callable[[], Any], said: str) -> HttpResponse:
    once(request, work)
    messages.success(request, said)
    return redirect("office:catalogue-words")


def _minute(moment: Any) -> str:
    return str(moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
