"""Following a journal from outside over HTTP: nothing is believed but what the key signed and a proof shows."""

import base64
import http.client
import json
import pathlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus

from tongban.kernel.rules.merkle import verify_consistency
from tongban.kernel.rules.note_files import NoteFile
from tongban.kernel.rules.signed_note import Checkpoint, NoteRefused, NoteVerifier, verify_checkpoint

TIMEOUT_SECONDS = 30
MOST_BYTES = 64 * 1024


class Forked(Exception):
    """The journal is another one than the file bears witness to; in a line for people."""


class MirrorTrouble(Exception):
    """The journal could not be reached or read, so nothing is known; in a line for people."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The sizes before and now; `first_key` is the key that was fetched and kept because none was known."""

    before: int
    size: int
    first_key: str = ""

    @property
    def grown(self) -> bool:
        """Tell whether a checkpoint was appended."""
        return self.size > self.before


def follow(url: str, path: pathlib.Path, vkey: str | None) -> Followed:
    """Append the newest checkpoint of the journal at `url`, if it goes on from the file's last.

    Raises Forked when the journal shrank or was rewritten, and MirrorTrouble.
    """
    url = url.rstrip("/")
    kept_key = path.with_name(f"{path.name}.key")
    known = vkey or (kept_key.read_text().strip() if kept_key.exists() else "")
    key = known or _fetch(f"{url}/key").decode(errors="replace").strip()
    try:
        NoteVerifier.parse(key)
    except NoteRefused as refused:
        where = f"{kept_key}: this" if known else f"{url}/key: what is there"
        raise MirrorTrouble(f"{where} is no published key: {refused}") from None
    note = _fetch(f"{url}/checkpoint").decode(errors="replace")
    said = _read(note, key, f"{url}/checkpoint")
    with NoteFile(path) as file:
        last = _read(file.last, key, str(path)) if file.last else None
        if last is not None:
            _compare(url, last, said)
        if last is None or said.size > last.size:
            file.append([note])
    if not known:
        kept_key.write_text(f"{key}\n")
    return Followed(last.size if last else 0, said.size, "" if known else key)


def _compare(url: str, last: Checkpoint, said: Checkpoint) -> None:
    """Raise Forked unless the journal that `said` is of begins with the one that `last` was of."""
    if said.origin != last.origin:
        raise Forked(f"日志改了名：原为 {last.origin}，现为 {said.origin}")
    if said.size < last.size:
        raise Forked(f"日志变短了：原有 {last.size} 条，现只有 {said.size} 条")
    proof: list[bytes] = []
    if said.size > last.size > 0:
        answer = _fetch(f"{url}/consistency?from={last.size}&to={said.size}")
        try:
            proof = [base64.b64decode(each, validate=True) for each in json.loads(answer)["path"]]
        except (ValueError, KeyError, TypeError):
            raise MirrorTrouble(f"{url}/consistency does not answer with a proof") from None
    if not verify_consistency(last.size, said.size, last.root, said.root, proof):
        raise Forked(f"日志被改写了：前 {last.size} 条与本机留存的检查点不一致")


def _read(note: str, key: str, where: str) -> Checkpoint:
    try:
        return verify_checkpoint(note, key)
    except NoteRefused as refused:
        raise MirrorTrouble(f"{where} holds no checkpoint of the key: {refused}") from None


def _fetch(url: str) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise MirrorTrouble(f"{url} is no address")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            body: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            raise MirrorTrouble(f"{url}: no journal is there; give its address, …/api/v1/journal") from None
        raise MirrorTrouble(f"{url} answers {error.code} {error.reason}; nothing is known") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        why = getattr(reason, "strerror", None) or reason
        raise MirrorTrouble(f"nobody answers at {url} ({why}); nothing is known") from None
    if len(body) > MOST_BYTES:
        raise MirrorTrouble(f"{url}: the answer is too long")
    return body
