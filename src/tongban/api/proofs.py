"""The proof of a case: its file for who may see the case, and checking such a file for anybody."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber
from tongban.api.shapes.proofs import ProofVerdict, ProvenStep, Witnessed
from tongban.cases.queries.proofs import case_proof, proof_checked
from tongban.kernel.allowances import take_from

calls = Calls("journal 日志")


@calls.get("/cases/{number}/proof", rule=TOKEN, media="application/json", refuses=(409,))
def read_case_proof(request: HttpRequest, number: CaseNumber) -> HttpResponse:
    """Read the proof of a case: its entries, their places in the journal and the signed checkpoint, in one file."""
    file = case_proof(caller(request), number).file
    answer = HttpResponse(file.data, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return answer


@calls.write("POST", "/journal/proofs/verification", rule=PUBLIC, answer=ProofVerdict)
def verify_proof(request: HttpRequest, file: File[UploadedFile], key: Form[str] = "") -> ProofVerdict:
    """Tell whether the proof of a case holds, by the journal's key or by another; it is checked here and not kept."""
    take_from("verify", request.META)
    found = proof_checked(file.read(), key.strip())
    return ProofVerdict(
        holds=found.whole,
        findings=found.findings,
        number=found.number,
        size=found.signed.size if found.signed else 0,
        witnesses=[Witnessed(name=name, at=at) for name, at in found.witnessed],
        steps=[ProvenStep.model_validate(each) for each in found.entries],
    )
