"""The journal as evidence, for people: the proof of a case of mine, and checking a proof that anybody brings."""

import base64
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.queries.proofs import case_proof, proof_checked
from tongban.matters.lifecycle import KINDS
from tongban.matters.queries.evidence import NotSealedYet
from tongban.matters.rules.proofs import MOST_BYTES, CheckedEntry, CheckedProof
from tongban.web.doorkeeper import actor, public, signed_in
from tongban.web.files import handed_out


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it is shown: what was done in words, and its hashes as people compare them."""

    entry: CheckedEntry
    label: str
    leaf: str
    path: list[str]


@require_safe
@signed_in
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Show that the journal has every step of the case, and what shows it."""
    try:
        found = case_proof(actor(request), number)
    except NotSealedYet as waits:
        return render(request, "portal/my/proof.html", {"number": number, "waits": waits.reason}, status=409)
    context = {"number": number, "subject": found.subject, "waiting": found.waiting, **_shown(found.checked)}
    return render(request, "portal/my/proof.html", context)


@require_safe
@signed_in
def proof_file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the proof of the case as a file."""
    return handed_out(case_proof(actor(request), number).file, save=True)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def verify_proof(request: HttpRequest) -> HttpResponse:
    """Check a proof that somebody brings as a file or as text; it is not kept, and the database is not asked."""
    context: dict[str, Any] = {"pasted": "", "key": ""}
    if request.method != "POST":
        return render(request, "portal/verify_proof.html", context)
    upload, pasted = request.FILES.get("file"), request.POST.get("text", "").strip()
    key = request.POST.get("key", "").strip()[:400]
    context |= {"pasted": pasted[:100_000], "key": key}
    if upload is not None and (upload.size or 0) > MOST_BYTES:
        context["error"] = _("文件太大，不是办理记录的证明")
    elif upload is None and not pasted:
        context["error"] = _("请先选择证明文件，或者粘贴它的内容，再点“核验”。")
    else:
        checked = proof_checked(upload.read() if upload is not None else pasted.encode(), key)
        context |= _shown(checked) if checked.is_proof else {"error": checked.findings[0]}
    return render(request, "portal/verify_proof.html", context, status=422 if "error" in context else 200)


def _shown(checked: CheckedProof) -> dict[str, Any]:
    root = base64.b64encode(checked.signed.root).decode() if checked.signed else ""
    return {"checked": checked, "root": root, "lines": [_line(each) for each in checked.entries]}


def _line(entry: CheckedEntry) -> Line:
    try:
        move = KINDS["case"].move(entry.verb)
        label = move.past or move.label
    except KeyError:
        # A later version, or another city, may know steps that we do not.
        label = entry.verb
    return Line(entry, label, entry.leaf.hex(), [each.hex() for each in entry.path])
