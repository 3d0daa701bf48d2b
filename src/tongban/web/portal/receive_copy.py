"""A third party receives a copy: for a code that the holder told, or for the picture on the holder's screen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, Refusal
from tongban.licences.actions.copies import CopyView, check_code, copy_by_code, copy_by_screen
from tongban.licences.actions.copies.by_screen import screen_name
from tongban.licences.queries.copies import file_of_made
from tongban.web.copy_form import PlainForm, ReceiveForm, ScreenForm
from tongban.web.doorkeeper import actor, public
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@public
def by_code(request: HttpRequest) -> HttpResponse:
    """Take a code and hand out the copy; a wrong code is counted even though the page is shown again."""
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data

        def work() -> CopyView:
            return copy_by_code(**given, actor=actor(request), at=now())

        def tried() -> None:
            check_code(about=given["about"], code=given["code"], actor=actor(request), at=now())

        answer = _handed(request, form, work, tried)
        if answer is not None:
            return answer
    return render(request, "portal/receive_copy.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def by_screen(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who has read the picture and what for, and hand out the copy."""
    name = ""
    form = ScreenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        answer = _handed(request, form, lambda: copy_by_screen(token=token, **given, actor=actor(request), at=now()))
        if answer is not None:
            return answer
    else:
        name = screen_name(token, now())
    context = {"form": form, "licence_name": name, "screen": True}
    return render(request, "portal/receive_copy.html", context, status=422 if form.errors else 200)


def _handed(
    request: HttpRequest, form: PlainForm, work: Callable[[], CopyView], first: Callable[[], None] = lambda: None
) -> HttpResponse | None:
    """Return the file of the copy that the work makes, None when the form is shown again with what is wrong."""
    try:
        first()
        number = once(request, lambda: work().number)
    except BadInput as refused:
        for field, problem in refused.errors.items():
            form.add_error(field if field in form.fields else None, in_words(problem))
        return None
    except Refusal as refused:
        form.add_error(None, refused.reason)
        return None
    return handed_out(file_of_made(number), save=True)
