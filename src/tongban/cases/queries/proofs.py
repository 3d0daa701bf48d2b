"""The proof of a case that its applicant can carry away: every step, its place in the journal, and who signed that."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import reveals
from tongban.cases.queries.documents import File
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import NotFound
from tongban.kernel.signing import journal_key
from tongban.matters.ports import witnesses
from tongban.matters.queries.evidence import evidence_so_far
from tongban.matters.rules.proofs import CheckedProof, check_proof, proof_file
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class CaseProof:
    """The file, what checking that very file shows, and how many of the newest steps it cannot have yet."""

    subject: str
    file: File
    checked: CheckedProof
    waiting: int


def case_proof(actor: Actor, number: str) -> CaseProof:
    """Prove a case to who sees it unmasked: an entry is proven whole or not at all. Raises NotFound, NotSealedYet."""
    facts = read_case(number, actor)
    if not reveals(actor, facts):
        raise NotFound(_("没有找到编号 %(number)s，请核对编号或登录后再试") % {"number": number[:60]})
    found = evidence_so_far(facts.matter.pk, facts.matter.version)
    data = proof_file(number, journal_key().vkey, found.checkpoint, found.entries)
    file = File(f"{number}-proof.json", "application/json", data)
    return CaseProof(facts.matter.subject, file, proof_checked(data), found.waiting)


def proof_checked(data: bytes, vkey: str = "") -> CheckedProof:
    """Check a proof that anybody brings, by this house's key and witnesses, or by another key; no database is asked."""
    return check_proof(data, vkey or journal_key().vkey, [port.verifier for port in witnesses()])
