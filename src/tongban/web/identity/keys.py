"""The keys by which what we say of people to other systems is signed (RSA, RS256)."""

from __future__ import annotations

import datetime as dt
import os
import pathlib

from allauth.idp.oidc.models import PrivateKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

BITS = 3072
FIRST = "sign-in-key.pem"
KEYS = "sign-in-key*.pem"


def signing_keys() -> list[PrivateKey]:
    """Return the keys in the home's keys folder; the newest file signs, all are published.

    To change the key, put another `sign-in-key-….pem` beside it, and take the old one away once what it signed has
    run out.
    """
    folder = pathlib.Path(settings.HOME) / "keys"
    found = sorted(folder.glob(KEYS)) or [_make(folder / FIRST)]
    return [
        PrivateKey(pem=path.read_text(), issued_at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))
        for path in found
    ]


def _make(path: pathlib.Path) -> pathlib.Path:
    """Make the first key; where another process was first, its key counts."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    handle = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    try:
        os.link(fresh, path)  # unlike a rename, never takes the place of a key that is there
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path
