"""One mandate: how far it reaches, what was done with it, the originals taken along, and taking it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.queries.by_mandate import done_with
from tongban.catalogue.queries import names_of
from tongban.kernel import files
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import give_back, hand_over
from tongban.parties.queries import authority_names, mandate, paper_of
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.templatetags.ui import in_language


@dataclass(frozen=True, slots=True)
class PaperFile:
    """The scan of a signed mandate, to be handed out."""

    name: str
    media_type: str
    data: bytes


@require_safe
@signed_in
def one(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Show one mandate with all that was done with it; NotFound for a stranger's."""
    return _page(request, mandate_id)


@require_POST
@signed_in
def take_original(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Write down an original that the agent takes along."""
    name, caller = request.POST.get("name", "")[:200], actor(request)
    try:
        once(request, lambda: hand_over(mandate_id=mandate_id, name=name, actor=caller, at=now()))
    except BadInput as refused:
        return _page(request, mandate_id, in_words(refused.errors["name"]))
    messages.success(request, _("已记下这份原件。"))
    return redirect("portal:mandate", mandate_id=mandate_id)


@require_POST
@signed_in
def original_back(request: HttpRequest, mandate_id: int, original_id: int) -> HttpResponse:
    """Write down that an original was given back."""
    give_back(original_id=original_id, actor=actor(request), at=now())
    messages.success(request, _("已记下归还。"))
    return redirect("portal:mandate", mandate_id=mandate_id)


@require_safe
@signed_in
def paper(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Hand out the scan of a mandate that was signed on paper."""
    name, sha256 = paper_of(actor(request), mandate_id)
    kind = files.MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return handed_out(PaperFile(name, kind, files.read(sha256)))


def _page(request: HttpRequest, mandate_id: int, problem: str = "") -> HttpResponse:
    caller = actor(request)
    found = mandate(caller, mandate_id)
    names = names_of(found.items) if found.items else {}
    within = authority_names(found.authorities).values() if found.authorities else []
    context = {
        "mandate": found,
        "items": [(code, in_language(names[code])) for code in sorted(names)],
        "authorities": sorted(in_language(each) for each in within),
        # Whose mandate is over learns nothing more by it.
        "acts": done_with(caller, mandate_id) if found.side == "principal" or found.in_force else None,
        "problem": problem,
        "tab": "mandates",
    }
    return render(request, "portal/my/mandate.html", context, status=422 if problem else 200)
