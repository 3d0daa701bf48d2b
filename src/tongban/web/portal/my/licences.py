"""My licences: what they say, until when, the signed file, and what I may apply for about them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.actions import draft
from tongban.cases.queries.about_licence import offers
from tongban.kernel.clock import now, today
from tongban.kernel.errors import NotFound
from tongban.licences import queries
from tongban.licences.actions.copies.fetch import fetch_licence
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.once import once
from tongban.web.paging import page_number


@require_safe
@signed_in
def licences(request: HttpRequest) -> HttpResponse:
    """List the licences of the reader and of those the reader acts for."""
    found = queries.of_holder(actor(request), page_number(request.GET.get("page")))
    return render(request, "portal/my/licences.html", {"found": found, "tab": "licences"})


@require_safe
@signed_in
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one licence; raises NotFound for a stranger's."""
    found = queries.licence(actor(request), identifier)
    about = offers(actor(request), identifier, today())
    context = {"licence": found, "about": about, "purposes": _purposes(about.purposes if about else [])}
    return render(request, "portal/my/licence.html", {**context, "tab": "licences"})


@require_POST
@signed_in
def apply(request: HttpRequest, identifier: str) -> HttpResponse:
    """Start an application about the licence, with what was said and given for it, and go to its first page."""
    caller, purpose = actor(request), request.POST.get("purpose", "")
    about = offers(caller, identifier, today())
    if about is None:
        raise NotFound(_("没有找到这份证照"))

    def start() -> str:
        return draft(
            task_code=about.task_code,
            actor=caller,
            at=now(),
            organisation_id=about.organisation_id,
            principal_id=about.person_id,
            purpose=purpose if purpose != "new" else "",
            about_licence=identifier,
        )

    return redirect("portal:group", number=once(request, start), group=1)


def _purposes(codes: list[str]) -> list[tuple[str, str, str]]:
    """Return each purpose with its word, and what it is for."""
    words = {
        "renewal": (_("延续"), _("有效期快到了，继续用")),
        "change": (_("变更"), _("证照上的内容要改")),
        "reissue": (_("补证"), _("证照遗失或者损毁，原证作废")),
        "surrender": (_("注销"), _("不再从事，交回证照")),
    }
    return [(code, *words[code]) for code in codes]


@require_safe
@signed_in
def file(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hand out the signed file, byte for byte as it was issued."""
    return handed_out(fetch_licence(identifier=identifier, actor=actor(request), at=now()))
