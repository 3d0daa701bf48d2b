"""Messages to me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.kernel.clock import now
from tongban.notices.actions import mark_read
from tongban.notices.queries import inbox_of
from tongban.notices.queries import message as message_of
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.paging import page_number


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first."""
    box = inbox_of(actor(request), page_number(request.GET.get("page")))
    return render(request, "portal/my/messages.html", {"box": box, "tab": "messages"})


@require_safe
@signed_in
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message; opening it is reading it."""
    found = message_of(actor(request), message_id)
    if request.method == "GET" and found.read_at is None:
        mark_read(message_ids=[message_id], actor=actor(request), at=now())
    return render(request, "portal/my/message.html", {"message": found, "tab": "messages"})
