"""Answer what another department asks: attest it with a text, a file or both, or say why that cannot be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.models import Assistance
from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.pictures import bare
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import Facts, read
from tongban.parties.rules.actor import Actor

LONGEST = 4000


@retried
def answer_assistance(
    *, number: str, text: str, actor: Actor, at: dt.datetime, file_name: str = "", data: bytes = b""
) -> Stepped:
    """Attest what was asked; the answer stands in the place of the material. A file is checked by its content.

    Raises BadInput, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="assistance")
    allow(facts, "answer_assistance", actor)
    if not text.strip():
        raise BadInput({"text": _("请写明协查结果：查到了什么，依据是什么")})
    changes: dict[str, Any] = {}
    if data:
        most = parameter("assistance_file_mb", facts.region_code, day_of(at))
        try:
            media_type = files.inspect_upload(
                data, file_name, allowed=("pdf", "jpg", "png"), max_bytes=most * 1024 * 1024
            )
        except files.UploadRefused as refused:
            raise BadInput({"file": str(refused)}) from refused
        kept = files.put(bare(data, media_type), media_type)
        changes = {"file_name": files.safe_name(file_name), "media_type": media_type, "sha256": kept.sha256}
    return _close(facts, "answer_assistance", text, changes, actor, at)


@retried
def decline_assistance(*, number: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Say why it cannot be attested; the applicant then brings the material. Raises as `answer_assistance` does."""
    facts = read(number, actor=actor, kind="assistance")
    allow(facts, "decline_assistance", actor)
    if not text.strip():
        raise BadInput({"text": _("请写明不能出具的理由")})
    return _close(facts, "decline_assistance", text, {}, actor, at)


def _close(facts: Facts, verb: str, text: str, changes: dict[str, Any], actor: Actor, at: dt.datetime) -> Stepped:
    row: Assistance = facts.parts["assistance"]
    said = {
        "answer": text.strip()[:LONGEST],
        "answered_by_id": actor.official_id,
        "answered_by_name": actor.name,
        "answered_at": at,
    }
    return step(
        facts,
        verb,
        actor=actor,
        at=at,
        writes=[*stop(facts.running("assistance"), day_of(at)), Change(row, {**said, **changes})],
        said={"case": row.of.number, "material": row.code, **({"sha256": changes["sha256"]} if changes else {})},
    )
