"""The proof of one matter that its applicant can carry away, and checking it with nothing but the file (pure).

A JSON object: `format`, `matter`, the `key` of the journal, a `checkpoint` (a signed note, perhaps co-signed by
witnesses), and `entries`, each with its canonical JSON as text (`entry`), its `index` in the tree and its audit `path`
(base64, nearest sibling first; RFC 9162, 2.1.3).
"""

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.rules.merkle import leaf_hash, verify_inclusion
from tongban.kernel.rules.signed_note import HASH_BYTES, Checkpoint, NoteRefused, NoteVerifier, verify_checkpoint

FORMAT = "tongban-proof/1"
# Anybody may bring anything: what no proof has is refused before it costs much. A matter has some dozens of entries.
MOST_BYTES = 4 * 1024 * 1024
MOST_ENTRIES = 1000
MOST_TEXT = 64 * 1024
MOST_FINDINGS = 20
_FIELDS = {"format", "matter", "key", "checkpoint", "entries"}
# A path is as long as the tree is high.
MOST_HASHES = 63
# Moments beyond these are not those of any journal, and cannot be told in every time zone.
_EARLIEST, _LATEST = dt.datetime(1970, 1, 2, tzinfo=dt.UTC), dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
# What is no line of text to a page or a terminal: control characters, and the halves of a character that JSON may hold.
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry's canonical JSON, its place in the tree and its audit path (RFC 6962), nearest sibling first."""

    canonical: bytes
    index: int
    path: list[bytes]


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """What an entry says, at its `place` in the file from one, and whether it is in the tree that was signed."""

    place: int
    sequence: int
    verb: str
    state: str
    who: str
    recorded_at: dt.datetime
    index: int
    leaf: bytes
    path: list[bytes]
    text: str
    holds: bool


@dataclass
class CheckedProof:
    """What a proof shows; `findings` are sentences, empty when all of it holds.

    `is_proof` is False of what has nothing of a proof, which is a wrong choice of file; the finding says so.
    """

    is_proof: bool = True
    number: str = ""
    key: str = ""
    signed: Checkpoint | None = None
    entries: list[CheckedEntry] = field(default_factory=list)
    witnessed: list[tuple[str, dt.datetime]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.findings


class _Broken(Exception):
    """The proof cannot be read; the message says why."""


class _NoProof(_Broken):
    """The file is something else than a proof."""


def proof_file(number: str, key: str, checkpoint: str, entries: Sequence[ProvenEntry]) -> bytes:
    """Return the proof as the file that is carried away."""
    told = {
        "format": FORMAT,
        "matter": number,
        "key": key,
        "checkpoint": checkpoint,
        "entries": [
            {
                "entry": each.canonical.decode(),
                "index": each.index,
                "path": [base64.b64encode(hashed).decode() for hashed in each.path],
            }
            for each in entries
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def check_proof(data: bytes, vkey: str = "", witnesses: Sequence[NoteVerifier] = ()) -> CheckedProof:
    """Check signature, places and completeness. Without a key the file's own is taken: compare it."""
    checked = CheckedProof()
    try:
        told = _read(data)
        checked.number, own = _text(told, "matter"), _text(told, "key")
        checked.key = vkey or own
        note, entries = _text(told, "checkpoint"), _entries(told)
    except _Broken as broken:
        checked.is_proof = not isinstance(broken, _NoProof)
        checked.findings.append(str(broken))
        return checked
    if vkey and own != vkey:
        checked.findings.append(_("文件中的公钥与用来核对的公钥不同，可能来自别的系统"))
    try:
        checked.signed = verify_checkpoint(note, checked.key)
    except NoteRefused as refused:
        checked.findings.append(_("日志的签名不对：%(reason)s") % {"reason": refused})
    checked.witnessed = [(each.name, at) for each in witnesses if (at := _seen_at(each, note)) is not None]
    for place, (text, index, path) in enumerate(entries, 1):
        if len(checked.findings) >= MOST_FINDINGS:
            checked.findings.append(_("问题太多，从第 %(place)d 步起没有再核对") % {"place": place})
            break
        _check_entry(checked, place, text, index, path)
    if not entries:
        checked.findings.append(_("文件里没有办理记录"))
    return checked


def _check_entry(checked: CheckedProof, place: int, text: bytes, index: int, path: list[bytes]) -> None:
    """Check one entry; it must be of this matter, and the next after the one before."""
    leaf, signed = leaf_hash(text), checked.signed
    holds = signed is not None and verify_inclusion(index, signed.size, leaf, path, signed.root)
    try:
        said = json.loads(text)
        entry = CheckedEntry(
            place=place,
            sequence=_sequence(said["sequence"]),
            verb=_line(said["verb"]),
            state=_line(said["to"]),
            who=_line(said["actor"].get("name", "")),
            recorded_at=_moment(dt.datetime.fromisoformat(said["recorded_at"])),
            index=index,
            leaf=leaf,
            path=path,
            text=text.decode(),
            holds=holds,
        )
        mine = (said["matter"], entry.sequence) == (checked.number, place)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        checked.findings.append(_("第 %(place)d 步读不出来") % {"place": place})
        return
    checked.entries.append(entry)
    if not mine:
        checked.findings.append(_("文件中的第 %(place)d 步不是这个办件的第 %(place)d 步") % {"place": place})
    if signed is not None and not holds:
        checked.findings.append(_("第 %(place)d 步不在签名的日志里：内容或位置被改动过") % {"place": place})


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise _NoProof(_("文件太大，不是办理记录的证明"))
    if not data.strip():
        raise _NoProof(_("文件是空的，请重新选择"))
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not told.keys() & _FIELDS:
        raise _NoProof(_("这不是证明文件，请选择下载的原始文件，不要改动"))
    if _text(told, "format") != FORMAT:
        raise _Broken(_("文件不是办理记录的证明（%(format)s）") % {"format": FORMAT})
    return told


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise _Broken(_("文件被改动过或不完整：缺少 %(name)s") % {"name": name})
    # The note of a checkpoint has lines, and is looked at by who opens it.
    if len(value) > MOST_TEXT or (name != "checkpoint" and _NO_LINE.search(value)):
        raise _Broken(_("文件中的 %(name)s 读不出来") % {"name": name})
    return value


def _line(text: str) -> str:
    if _NO_LINE.search(text):
        raise ValueError
    return text


def _sequence(number: int) -> int:
    if type(number) is not int or not 0 < number <= MOST_ENTRIES:
        raise ValueError
    return number


def _moment(at: dt.datetime) -> dt.datetime:
    if not _EARLIEST <= at < _LATEST:
        raise ValueError
    return at


def _entries(told: dict[str, Any]) -> list[tuple[bytes, int, list[bytes]]]:
    found = []
    try:
        brought = told["entries"]
        if len(brought) > MOST_ENTRIES:
            raise _Broken(
                _("文件里有 %(count)d 条记录，超过一个办件的上限 %(most)d 条")
                % {"count": len(brought), "most": MOST_ENTRIES}
            )
        for each in brought:
            index, path = each["index"], each["path"]
            if type(index) is not int or not 0 <= index < 2**63 or len(path) > MOST_HASHES:
                raise ValueError
            hashes = [base64.b64decode(text, validate=True) for text in path]
            if any(len(hashed) != HASH_BYTES for hashed in hashes):
                raise ValueError
            found.append((each["entry"].encode(), index, hashes))
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise _Broken(_("文件被改动过或不完整：办理记录读不出来")) from None
    return found


def _seen_at(witness: NoteVerifier, note: str) -> dt.datetime | None:
    """Return when a witness saw the checkpoint; None when it did not co-sign it, or at a time that never was."""
    try:
        return _moment(dt.datetime.fromtimestamp(witness.cosigned_at(note), dt.UTC))
    except (NoteRefused, ValueError, OverflowError, OSError):
        return None
