"""Archive a closed case: one package with its data, documents, materials, journal and proofs (DA/T 85-2019)."""

import base64
import datetime as dt
import json

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.make_documents import make_documents
from tongban.cases.models import Archive, Document
from tongban.cases.queries.archive_sets import data_sets, document_path, material_path
from tongban.cases.rules import archive
from tongban.kernel import files, signing
from tongban.licences.queries import licence_file
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts, read_by_id, timeline
from tongban.matters.queries.evidence import Evidence, evidence_of
from tongban.parties.rules.actor import SYSTEM


class StillOpen(NotAllowedNow):
    """What is not closed is not archived."""


def archive_case(*, matter_id: int, at: dt.datetime) -> str:
    """Build and keep the package of a closed case as it is now; return its SHA-256. A repeat finds it there.

    The same case gives the same bytes. Raises StillOpen, matters.queries.evidence.NotSealedYet when the last entry has
    no place in the tree yet, and what `make_documents` raises.
    """
    facts = read_by_id(matter_id)
    if not facts.kind.state(facts.state).closed:
        raise StillOpen(_("办件还没有办结，不能归档"))
    kept = Archive.objects.filter(matter_id=matter_id, version=facts.matter.version).first()
    if kept is not None:
        return kept.sha256
    make_documents(matter_id)
    checkpoint(at=at)
    evidence = evidence_of(matter_id, facts.matter.version)
    data = _package(facts, evidence)
    stored = files.put(data, "application/zip")
    with transaction.atomic():
        row, _made = Archive.objects.get_or_create(
            matter_id=matter_id,
            version=facts.matter.version,
            defaults={"sha256": stored.sha256, "size": stored.size, "made_at": at},
        )
    return row.sha256


def _package(facts: Facts, evidence: Evidence) -> bytes:
    number = facts.matter.number
    closed_at = timeline(facts.matter.pk)[facts.matter.version - 1].recorded_at.astimezone(dt.UTC).isoformat()
    documents = list(
        Document.objects.filter(matter_id=facts.matter.pk, entry_sequence__lte=facts.matter.version).order_by("pk")
    )
    members = {
        archive.METADATA: archive.plain_json(data_sets(facts, documents)),
        archive.JOURNAL: b"".join(entry.canonical + b"\n" for entry in evidence.entries),
        archive.PROOFS: b"".join(_proof(entry.index, entry.path) for entry in evidence.entries),
        archive.CHECKPOINT: evidence.checkpoint.encode(),
        archive.KEY: f"{signing.journal_key().vkey}\n".encode(),
        archive.AUTHORITY: signing.document_authority(),
        **{document_path(each): files.read(each.sha256) for each in documents},
        **{material_path(each): files.read(each.sha256) for each in facts.parts["materials"]},
        **_licence(facts),
    }
    manifest = archive.manifest_of(number, members, closed_at)
    signed = signing.journal_key().sign(archive.statement(number, manifest))
    return archive.pack({**members, archive.MANIFEST: manifest, archive.SIGNATURE: signed.encode()}, closed_at)


def _proof(index: int, path: list[bytes]) -> bytes:
    told = {"index": index, "path": [base64.b64encode(each).decode() for each in path]}
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _licence(facts: Facts) -> dict[str, bytes]:
    decision = facts.parts["decision"]
    if decision is None or not decision.licence_identifier:
        return {}
    return {f"results/{decision.licence_identifier}.pdf": licence_file(SYSTEM, decision.licence_identifier).data}
