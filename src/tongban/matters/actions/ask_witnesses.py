"""Have witnesses co-sign the newest checkpoint (C2SP tlog-witness), so that nobody can be shown two histories.

Nothing waits for them: a witness that is away or refuses is noted, told by the doctor and in the metrics, and asked
again at the next turn.
"""

import datetime as dt
import re

from tongban.kernel.errors import NotFound
from tongban.kernel.rules.signed_note import NoteRefused
from tongban.kernel.rules.witness import Submission
from tongban.matters.models import Checkpoint, Cosignature, Witness
from tongban.matters.ports import WitnessAnswer, WitnessAway, WitnessPort, witnesses
from tongban.matters.queries.journal import latest_checkpoint, prove_consistency


class _Troubled(Exception):
    """The witness did not co-sign; the reason is kept."""


def ask_witnesses(*, at: dt.datetime) -> int:
    """Ask every witness that has not co-signed the newest checkpoint yet, and return how many did now."""
    try:
        signed = latest_checkpoint() if witnesses() else None
    except NotFound:
        signed = None
    return 0 if signed is None else sum(_ask(port, signed, at) for port in witnesses())


def _ask(port: WitnessPort, signed: Checkpoint, at: dt.datetime) -> bool:
    name, key, key_hash = port.verifier.name, port.verifier.vkey, port.verifier.key_hash.hex()
    if signed.cosignatures.filter(witness=name, key_hash=key_hash).exists():
        return False
    known = Witness.objects.filter(key=key).values_list("size", flat=True).first() or 0
    try:
        lines, seen_at = _cosigned(port, signed, known)
    except (_Troubled, WitnessAway) as troubled:
        trouble = str(troubled)[:300]
        Witness.objects.update_or_create(key=key, defaults={"asked_at": at, "trouble": trouble})
        return False
    Cosignature.objects.bulk_create(
        [Cosignature(checkpoint=signed, witness=name, line=lines, cosigned_at=seen_at)], ignore_conflicts=True
    )
    Witness.objects.update_or_create(
        key=key, defaults={"asked_at": at, "cosigned_at": seen_at, "trouble": "", "size": signed.size}
    )
    return True


def _cosigned(port: WitnessPort, signed: Checkpoint, known: int) -> tuple[str, dt.datetime]:
    """Return the line and its time; asks once more when the witness has seen another size than we thought."""
    answer = _submit(port, signed, known)
    if answer.status == 409:
        seen = int(answer.body) if re.fullmatch(r"(0|[1-9][0-9]{0,18})\n", answer.body, re.ASCII) else known
        if seen == known:
            raise _Troubled(f"409: the witness saw another history of {known} entries")
        if seen > signed.size:
            raise _Troubled(f"409: the witness saw {seen} entries, the journal has {signed.size}")
        answer = _submit(port, signed, seen)
    if answer.status != 200:
        raise _Troubled(f"{answer.status}: {' '.join(answer.body.split())}")
    return _line_of(port, signed, answer.body)


def _submit(port: WitnessPort, signed: Checkpoint, old: int) -> WitnessAnswer:
    proof = prove_consistency(old, signed.size).path if 0 < old <= signed.size else []
    return port.add_checkpoint(Submission(min(old, signed.size), proof, signed.note).body())


def _line_of(port: WitnessPort, signed: Checkpoint, body: str) -> tuple[str, dt.datetime]:
    """Return the line of the witness's own key; lines of other keys are left."""
    for line in body.splitlines(keepends=True):
        try:
            seconds = port.verifier.cosigned_at(signed.note + line)
        except NoteRefused:
            continue
        if 0 < seconds < 2**33:
            return line, dt.datetime.fromtimestamp(seconds, dt.UTC)
    raise _Troubled("200: no signature of the witness's key fits the checkpoint")
