"""What goes up to the upper platform, and settling what it refused (上报)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.catalogue.actions.exchange.settle_rejection import settle_rejection
from tongban.catalogue.queries.exchange import PAGE_SIZE, exchange_board
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number


@require_safe
@official(DutyKind.PUBLISHER)
def exchange(request: HttpRequest) -> HttpResponse:
    """Show how many rows wait, the last batches, and what was refused."""
    caller, settled = actor(request), request.GET.get("settled") == "1"
    board = exchange_board(caller, page=page_number(request.GET.get("page")), settled=settled)
    context = {
        "board": board,
        "settled": settled,
        "page_size": PAGE_SIZE,
    }
    return render(request, "office/catalogue_exchange.html", context)


@require_POST
@official(DutyKind.PUBLISHER)
def settle(request: HttpRequest, rejection_id: int) -> HttpResponse:
    """Note what was done about a refused row, and send it again where that is asked for."""
    note, again = request.POST.get("note", ""), request.POST.get("again") == "1"
    try:
        added = once(
            request,
            lambda: settle_rejection(rejection_id=rejection_id, note=note, again=again, actor=actor(request), at=now()),
        )
    except BadInput as refused:
        messages.error(request, in_words(refused.errors["note"]))
    else:
        waits = again and not added
        messages.success(
            request, _("已记录处理情况。这一行已有更新的在待报，不再重发。") if waits else _("已记录处理情况。")
        )
    return redirect("office:catalogue-exchange")
