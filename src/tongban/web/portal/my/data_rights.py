"""Rights that people have in their data: a copy of it, its deletion, an explanation, and how long it is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.feedback.actions.data_requests.claim_data_right import claim_data_right
from tongban.feedback.actions.data_requests.copy_my_data import copy_my_data
from tongban.feedback.actions.data_requests.withdraw_data_request import withdraw_data_request
from tongban.feedback.queries.data_requests import PAGE_SIZE, SCOPES, data_request_list
from tongban.feedback.queries.retention import retention
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def data_rights(request: HttpRequest) -> HttpResponse:
    """Show what one may ask, take a request, and list those that were made with their answers."""
    caller = actor(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        topic, scope = request.POST.get("topic", ""), request.POST.getlist("scope")
        text = request.POST.get("text", "")

        def work() -> str:
            return claim_data_right(topic=topic, scope=scope, text=text, actor=caller, at=now()).number

        try:
            once(request, work)
            messages.success(request, _("已收到您的请求，会在期限内答复。"))
            return redirect("portal:data-rights")
        except BadInput as refused:
            errors = {key: in_words(problem) for key, problem in refused.errors.items()}
    context = {
        "found": data_request_list(caller, page_number(request.GET.get("page")), now(), open_only=False, own=True),
        "page_size": PAGE_SIZE,
        "scopes": SCOPES,
        "given": request.POST,
        "chosen": request.POST.getlist("scope"),
        "kept": retention(),
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
        "tab": "data",
        "part": "rights",
    }
    return render(request, "portal/my/data_rights.html", context, status=422 if errors else 200)


@require_POST
@signed_in
def copy(request: HttpRequest) -> HttpResponse:
    """Hand out a copy of all that is held about the reader, as JSON."""
    made = copy_my_data(actor=actor(request), at=now())
    answer = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1, "default": _plain})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a request of the reader's own."""
    once(request, lambda: withdraw_data_request(number=number, actor=actor(request), at=now()).state)
    messages.success(request, _("已撤回。"))
    return redirect("portal:data-rights")


def _plain(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, (set, frozenset)) else str(value)
