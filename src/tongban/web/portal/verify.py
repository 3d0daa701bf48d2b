"""Verification by anybody: is this licence real and in force, is this file unchanged, was this document made."""

import datetime as dt
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries import document_of_file, document_state
from tongban.kernel import signing
from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound
from tongban.licences.actions.copies.verify import verify_bytes, verify_copy, verify_licence
from tongban.licences.rules.copies import copy_number_valid
from tongban.web.doorkeeper import public

LARGEST_FILE = 20 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@public
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for an identifier or a file; a file is checked here and not kept."""
    typed = request.GET.get("identifier", "").strip()
    if request.method in ("GET", "HEAD") and typed:
        return redirect("portal:verify-licence", identifier=typed[:120].replace("/", "-"))
    error, verdict, digest = "", None, ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            error = _("请先选择 PDF 文件，再点“核验文件”。")
        elif (upload.size or 0) > LARGEST_FILE:
            error = _("文件超过 20 MB，不是本系统签发的证照。请选择下载的原始文件。")
        else:
            data = upload.read()
            digest = hashlib.sha256(data).hexdigest()
            if made := document_of_file(digest):
                return render(request, "portal/verify_document.html", {"found": made, "same": True})
            verdict = verify_bytes(data=data, at=now())
    context = {"error": error, "verdict": verdict, "digest": digest}
    return render(request, "portal/verify.html", context, status=422 if error else 200)


@require_safe
@public
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the state of a licence, or of a copy of one, now and on a day: what the QR codes lead to."""
    day, wrong = _day(request.GET.get("on", ""))
    asked: dict[str, Any] = {"identifier": identifier, "on": day, "wrong_day": wrong, "asked_at": now()}
    number = identifier.strip().upper()
    try:
        if copy_number_valid(number):
            copy = verify_copy(number=number, on=day, door="web", at=now())
            return render(request, "portal/verify_copy.html", {**asked, "found": copy})
        found = verify_licence(identifier=identifier, on=day, door="web", at=now())
    except NotFound as missing:
        unknown = {**asked, "found": None, "reason": missing.reason}
        return render(request, "portal/verify_licence.html", unknown, status=404)
    return render(request, "portal/verify_licence.html", {**asked, "found": found})


def _day(text: str) -> tuple[dt.date | None, str]:
    """Return the day that was asked for, and what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        return dt.date.fromisoformat(text.strip()[:10]), ""
    except ValueError:
        return None, _("日期应写成 2026-03-02 这样")


@require_safe
@public
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a document was made, and the hash of its file; nothing of what it says."""
    try:
        found = document_state(number)
    except NotFound as missing:
        context = {"number": number, "found": None, "reason": missing.reason}
        return render(request, "portal/verify_document.html", context, status=404)
    return render(request, "portal/verify_document.html", {"number": number, "found": found})


@require_safe
@public
def keys(request: HttpRequest) -> JsonResponse:
    """Give the published keys at the address where programs look for such things (RFC 8615)."""
    return JsonResponse(signing.published_keys(at=now()), json_dumps_params={"ensure_ascii": False})
