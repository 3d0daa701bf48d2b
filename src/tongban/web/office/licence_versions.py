"""A licence of the authority's own gets other words or days, gives way to its duplicate, or comes over from another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import rewrite_licence
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.licences.actions import merge, transfer_in
from tongban.licences.lifecycle import MOVES
from tongban.licences.queries.types import licence_type
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.consulting import consulted, reads_first
from tongban.web.once import once

LONGEST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ISSUER)
@reads_first
def rewrite(request: HttpRequest, identifier: str, verb: str) -> HttpResponse:
    """Ask for what is so now, beside what the licence says; sent, make its next version once and go to it."""
    caller = actor(request)
    found = consulted(request, identifier)
    held = {line.key: line.value for line in found.face}
    fields = [(line, held.get(line.key, "")) for line in licence_type(found.type_code).fields]
    given = {
        "reason": request.POST.get("reason", "")[:4000],
        "basis": request.POST.get("basis", "")[:300],
        "valid_from": request.POST.get("valid_from", str(found.valid_from)),
        "valid_until": request.POST.get("valid_until", str(found.valid_until or "")),
        "holder_name": request.POST.get("holder_name", found.holder_name)[:200],
    }
    lines = [(line, request.POST.get(f"face-{line.key}", value)[:LONGEST]) for line, value in fields]

    def work() -> str:
        told = {line.key: value.strip() for line, value in lines if value.strip() != held.get(line.key, "")}
        return rewrite_licence(
            verb,
            identifier=identifier,
            reason=given["reason"],
            basis=given["basis"],
            actor=caller,
            at=now(),
            face=told,
            valid_from=_day("valid_from", given["valid_from"]) or found.valid_from,
            valid_until=_day("valid_until", given["valid_until"]),
            holder_name=given["holder_name"] if verb == "correct" else "",
        )

    context = {"licence": found, "verb": verb, "heading": _word(verb), "law": MOVES[verb].basis}
    context |= {"given": given, "lines": lines}
    return _answer(request, work, "office/licence_rewrite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ISSUER)
@reads_first
def merge_into(request: HttpRequest, identifier: str) -> HttpResponse:
    """Ask which licence stays; sent, this one gives way to it."""
    caller = actor(request)
    found = consulted(request, identifier)
    given = {name: (request.POST.get(name) or request.GET.get(name, ""))[:4000].strip() for name in ("into", "reason")}

    def work() -> str:
        merge(identifier=identifier, into=given["into"].upper(), reason=given["reason"], actor=caller, at=now())
        return given["into"].upper()

    context = {"licence": found, "heading": _word("merge"), "given": given, "law": MOVES["merge"].basis}
    return _answer(request, work, "office/licence_merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ISSUER)
def take_over(request: HttpRequest) -> HttpResponse:
    """Ask for the identifier that the holder brings; sent, the licence is the receiving authority's."""
    caller = actor(request)
    receivers = authorities(caller.authorities(DutyKind.ISSUER))
    names = ("identifier", "authority", "reason")
    given = {name: request.POST.get(name, "")[:4000].strip() for name in names}

    def work() -> str:
        receiver = next((each.id for each in receivers if each.key == given["authority"]), None)
        if receiver is None:
            raise BadInput({"authority": _("请选择接收机关")})
        return transfer_in(
            identifier=given["identifier"].upper(),
            authority_id=receiver,
            reason=given["reason"],
            actor=caller,
            at=now(),
        ).identifier

    context = {"heading": _word("transfer_in"), "given": given, "receivers": receivers}
    return _answer(request, work, "office/licence_transfer_in.html", context)


def _answer(
    request: HttpRequest, work: Callable[[], str], template: str, context: Mapping[str, object]
) -> HttpResponse:
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = once(request, work)
            messages.success(request, _("已登记，并已通知持证人。"))
            return redirect("office:licence", identifier=made)
        except BadInput as refused:
            errors = {key: in_words(problem) for key, problem in refused.errors.items()}
    told = {**context, "wrong": errors, "errors": [(f"#{key}", problem) for key, problem in errors.items()]}
    return render(request, template, told, status=422 if errors else 200)


def _day(name: str, text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput({name: _("请填写日期，例如 2026-03-09")}) from None


def _word(verb: str) -> str:
    move = MOVES[verb]
    return move.label_en if get_language() == "en" else move.label
