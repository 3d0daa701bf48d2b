"""Submitting checkpoints by POST to `<prefix>/add-checkpoint`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

from tongban.kernel.rules.signed_note import COSIGNATURE, NoteRefused, NoteVerifier
from tongban.matters.ports import WitnessAnswer, WitnessAway

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 8.0
MOST_BYTES = 64 * 1024


class HttpWitness:
    """The witness whose submission prefix is `url`; what it says is believed only as far as `verifier` signed it."""

    def __init__(self, verifier: NoteVerifier, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.verifier, self._url, self._transport = verifier, url.rstrip("/"), transport

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        """Submit a checkpoint. Raises WitnessAway when nobody answers, or with more than 64 KB."""
        import httpx  # late: it takes a while to load, and few processes ask others

        headers = {"Content-Type": "text/plain; charset=utf-8"}
        try:
            with (
                httpx.Client(transport=self._transport, timeout=TIMEOUT_SECONDS) as client,
                client.stream("POST", f"{self._url}/add-checkpoint", content=body, headers=headers) as answer,
            ):
                said = b""
                for part in answer.iter_bytes():
                    said += part
                    if len(said) > MOST_BYTES:
                        raise WitnessAway("the answer is too long")
                return WitnessAnswer(answer.status_code, said.decode(errors="replace"))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WitnessAway(type(error).__name__) from error


def witnesses_named(text: str) -> Sequence[HttpWitness]:
    """Read `key url, key url`.

    Raises ImproperlyConfigured, with the entry's number, when a key is none of a witness or an address no http.
    """
    found = []
    for place, part in enumerate(filter(None, (each.strip() for each in text.split(","))), 1):
        vkey, _space, url = part.partition(" ")
        try:
            verifier = NoteVerifier.parse(vkey)
        except NoteRefused as refused:
            raise ImproperlyConfigured(f"TONGBAN_WITNESSES: entry {place}: {refused}") from None
        if verifier.algorithm != COSIGNATURE or not url.strip().startswith(("https://", "http://")):
            raise ImproperlyConfigured(
                f"TONGBAN_WITNESSES: entry {place} must be the key of a witness, a space and its address"
            )
        found.append(HttpWitness(verifier, url.strip()))
    return found
