"""One window (综合窗口): from the identity card to all that the visitor has with us, on one screen in one request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.queries.at_window import at_window
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import note_visit
from tongban.parties.queries import organisations, people
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.views import PartyView
from tongban.web.doorkeeper import actor, official
from tongban.web.id_kind import LONGEST_WRITTEN, IdKindField
from tongban.web.language import in_words

SESSION = "visitor"


class CardForm(forms.Form):
    """The number on the identity card or on the business licence; a card reader types it and presses Enter."""

    code = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=LONGEST_WRITTEN,
        help_text=gettext_lazy("刷身份证，或者输入公民身份号码、统一社会信用代码，按回车。"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    id_kind = IdKindField(help_text=gettext_lazy("单位选“居民身份证”不影响查询。"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="card", auto_id="%s", label_suffix="", use_required_attribute=False)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def window(request: HttpRequest) -> HttpResponse:
    """Look up who stands there and show what they have; the number travels in the body, never in an address."""
    form = CardForm(request.POST if request.method == "POST" else None)
    visitor = visitor_of(request)
    unknown = False
    if request.method == "POST" and form.is_valid():
        try:
            visitor = note_visit(**form.cleaned_data, actor=actor(request), at=now())
        except BadInput as refused:
            form.add_error("code", in_words(refused.errors["code"]))
            visitor = None
        unknown = visitor is None and not form.errors
        _keep(request, visitor)
        if visitor is not None:
            form = CardForm()  # the next card is read into an empty field, not behind the last one's number
    desk = at_window(actor(request), visitor, now()) if visitor is not None else None
    context = {"form": form, "desk": desk, "unknown": unknown}
    return render(request, "office/window.html", context, status=422 if form.errors else 200)


@require_POST
@official(DutyKind.CLERK)
def leave(request: HttpRequest) -> HttpResponse:
    """Let the visitor go, so that the next one's work is not done in their name."""
    _keep(request, None)
    return redirect("office:window")


def visitor_of(request: HttpRequest) -> PartyView | None:
    """Return who stands at the clerk's window, as kept in the clerk's session."""
    kept = request.session.get(SESSION)
    if not kept:
        return None
    found = (people if kept["kind"] == "person" else organisations)([kept["id"]])
    return found.get(kept["id"])


def _keep(request: HttpRequest, visitor: PartyView | None) -> None:
    if visitor is None:
        request.session.pop(SESSION, None)
    else:
        request.session[SESSION] = {"kind": visitor.kind, "id": visitor.id}
