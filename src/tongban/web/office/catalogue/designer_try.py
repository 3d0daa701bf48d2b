"""Trying a form: the applicant's pages of a draft, filled in and judged, and nothing kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.queries.forms import look_over_form
from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.conditions import asked_answers
from tongban.catalogue.rules.forms import groups_of, read_answers
from tongban.kernel.clock import today
from tongban.web.doorkeeper import official
from tongban.web.language import in_words
from tongban.web.office.catalogue.designer import form_of
from tongban.web.office.catalogue.editor import draft_of, frame
from tongban.web.rows import posted, row_button


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def try_form(request: HttpRequest, number: str, version_id: int) -> HttpResponse:
    """Show the form as the applicant sees it; sent, say what would be wrong and what would be kept."""
    view, found = draft_of(request, number, version_id)
    looked = look_over_form(form_of(found))
    schema = looked.schema
    context = frame(view, found) | {
        "title": _("试填申请表"),
        "looked": looked,
        "problems_said": [in_words(m) for _f, m in looked.problems],
    }
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    if request.method == "POST":
        answers, pressed = read_answers(schema, posted(request)), row_button(request)
        if pressed is not None:
            context["more"] = "" if pressed.row else pressed.table
        else:
            problems = {key: in_words(told) for key, told in check_answers(schema, answers, on=today()).items()}
            context |= {"tried": True, "kept": asked_answers(schema, answers)}
    context |= {
        "pages": [
            (page, [(each, answers.get(each.key), problems.get(each.key, "")) for each in page.fields])
            for page in groups_of(schema)
        ],
        "answers": answers,
        "problems": problems,
        "errors": [(f"#{key}", told) for key, told in problems.items()],
    }
    return render(request, "office/catalogue/designer_try.html", context)
