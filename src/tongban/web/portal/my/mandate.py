"""One mandate: how far it reaches, what was done with it, the originals taken along, and taking it back."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.catalogue.queries import names_of
from tongban.kernel import files
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.matters.queries.by_mandate import acts_by_mandate
from tongban.parties.actions import give_back, hand_over
from tongban.parties.queries import (
    account_of_agent,
    authority_names,
    events_of_mandate,
    mandate,
    organisation,
    paper_of,
    person,
)
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import MandateView
from tongban.sharing.queries.by_agent import looked_up_by
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done with a mandate, as its sides read it."""

    at: dt.datetime
    who: str
    what: str
    case_number: str
    note: str = ""


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
    context = {
        "mandate": found,
        "items": sorted(names_of(found.items).items()) if found.items else [],
        "authorities": sorted(authority_names(found.authorities).values()) if found.authorities else [],
        # Whose mandate is over learns nothing more by it.
        "acts": acts_of(caller, found) if found.side == "principal" or found.in_force else None,
        "problem": problem,
        "tab": "mandates",
    }
    return render(request, "portal/my/mandate.html", context, status=422 if problem else 200)


def acts_of(caller: Actor, found: MandateView) -> list[Act]:
    """Return what was done with a mandate, the newest first: given and ended, moves in cases, looks at data, files."""
    words = {
        "give_mandate": _("提出授权"),
        "ask_mandate": _("请求授权"),
        "accept_mandate": _("同意"),
        "decline_mandate": _("谢绝"),
        "revoke_mandate": _("收回"),
        "record_mandate": _("在窗口登记纸质授权"),
        "hand_over": _("记下带走原件"),
        "give_back": _("记下归还原件"),
        "download": _("下载了文件"),
    }
    acts = [
        Act(each.at, each.actor_name, words.get(each.kind, each.kind), each.case_number)
        for each in events_of_mandate(caller, found.id)
    ]
    acts += [
        Act(each.at, each.actor_name, in_words(each.label), each.number, each.subject)
        for each in acts_by_mandate(found.id, principal_kind=found.principal_kind, principal_id=found.principal_id)
    ]
    since, account_id = found.agent_accepted_at, account_of_agent(found)
    if since is not None and account_id is not None:
        whose = organisation if found.principal_kind == "organisation" else person
        looks = looked_up_by(
            account_id, subject_code=whose(found.principal_id).code, since=since, until=found.revoked_at
        )
        acts += [
            Act(
                each.at,
                each.actor_name,
                _("查询了 %(count)d 项数据") % {"count": each.count} if each.count else _("查询数据，没有查到"),
                each.case_number,
                each.purpose,
            )
            for each in looks
        ]
    return sorted(acts, key=lambda each: each.at, reverse=True)
