"""The keys that we publish, by which anybody verifies our files without asking us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tongban.kernel.signing import keys
from tongban.kernel.signing.forms import certificate_of
from tongban.kernel.signing.pades import Trust
from tongban.kernel.signing.sm2 import detached_signer
from tongban.kernel.signing.stamps import stamping_authorities

FORMAT = "tongban-keys-1"


@dataclass(frozen=True, slots=True)
class Keys:
    """What a verifier needs: whom to believe, the SM2 public keys by name, and the journal's key (name+hash+key)."""

    trust: Trust
    sm2: dict[str, str]
    journal: str


def published_keys(*, at: dt.datetime) -> dict[str, Any]:
    """Return the keys as a document (JSON): certificates with their dates, those that sign no more included."""
    folder = keys.folder_of_keys()
    keys.make_document_keys(folder)
    current = (keys.document_authority(), (folder / keys.CERTIFICATE).read_bytes(), None)
    old = [(each.authority, each.certificate, each.retired_at) for each in keys.retired(folder)]
    return {
        "format": FORMAT,
        "at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "documents": [_certificate(*each) for each in (current, *reversed(old))],
        "time_stamps": stamping_authorities(folder).decode(),
        "sm2": [{"name": name, "public": public} for name, public in detached_signer().public_keys().items()],
        "journal": keys.journal_key().vkey,
    }


def read_keys(document: Any) -> Keys:
    """Return the keys of a published document. Raises ValueError when it is none."""
    try:
        if document["format"] != FORMAT:
            raise ValueError("unknown format")
        signing = document["documents"]
        return Keys(
            Trust(
                "".join(each["authority"] for each in signing).encode(),
                document["time_stamps"].encode(),
                {
                    certificate_of(each["certificate"].encode()).sha256.hex(): _moment(each["retired_at"])
                    for each in signing
                    if each["retired_at"]
                },
            ),
            {each["name"]: each["public"] for each in document["sm2"]},
            document["journal"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a document of keys") from error


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without its zone")
    return found


def _certificate(authority: bytes, certificate: bytes, retired_at: dt.datetime | None) -> dict[str, Any]:
    from cryptography import x509  # late: it takes a while to load, and few ask for our keys

    found = x509.load_pem_x509_certificate(certificate)
    return {
        "signer": found.subject.rfc4514_string(),
        "valid_from": found.not_valid_before_utc.isoformat(),
        "valid_until": found.not_valid_after_utc.isoformat(),
        "retired_at": retired_at.isoformat() if retired_at else None,
        "certificate": certificate.decode(),
        "authority": authority.decode(),
    }
