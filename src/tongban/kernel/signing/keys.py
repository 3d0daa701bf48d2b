"""The keys under TONGBAN_HOME/keys: made on first use, readable by their owner only, changed for new ones at will.

A city that has its own certificate puts `document-ca.pem`, `document-cert.pem` and `document-key.pem` there instead.
What signs no more lies under `retired/`, without its private key.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import functools
import os
import pathlib
from collections.abc import Iterator

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tongban.kernel.rules.signed_note import NoteSigner
from tongban.kernel.signing.ports import Retired
from tongban.kernel.whole_files import keep

AUTHORITY, CERTIFICATE, KEY = "document-ca.pem", "document-cert.pem", "document-key.pem"
# In the order in which they take the place of the old ones: the certificate last, because it tells that all are there.
SET = (KEY, AUTHORITY, CERTIFICATE)
NEXT = "next-"


def folder_of_keys() -> pathlib.Path:
    """Return the folder of the installation's keys."""
    return pathlib.Path(settings.HOME) / "keys"


def document_authority() -> bytes:
    """Return the certificate (PEM) that vouches for what signs the documents, to be given along with them."""
    make_document_keys(folder_of_keys())
    return (folder_of_keys() / AUTHORITY).read_bytes()


def journal_key() -> NoteSigner:
    """Return the signer of the journal's checkpoints; `.vkey` is what verifiers are given."""
    return _journal_key(folder_of_keys())


def make_document_keys(folder: pathlib.Path) -> None:
    """Make an authority and a signing certificate of it, unless they are there; one process makes them at a time.

    A signing key that is there without its certificate, as a crash leaves it, gets a certificate; a change of keys that
    a crash broke off is finished.
    """
    if (folder / CERTIFICATE).exists() and not (folder / f"{NEXT}{CERTIFICATE}").exists():
        return
    with alone_in(folder):
        _finish_change(folder)
        if (folder / CERTIFICATE).exists():
            return
        from tongban.kernel.signing import certificates  # late: keys are made once, and X.509 takes a while to load

        authority, certificate = certificates.vouched(_document_key(folder / KEY))
        keep(folder / AUTHORITY, authority)
        # Last, because it tells that the others are whole.
        keep(folder / CERTIFICATE, certificate)


def change_document_keys(folder: pathlib.Path, *, at: dt.datetime) -> None:
    """Sign with a new key and a new authority from now on; what vouched for the old key stays, the key does not."""
    make_document_keys(folder)
    with alone_in(folder):
        put_away = folder / "retired" / f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}"
        put_away.mkdir(parents=True, mode=0o700)
        for name in (AUTHORITY, CERTIFICATE):
            keep(put_away / name, (folder / name).read_bytes())
        key = ec.generate_private_key(ec.SECP256R1())
        from tongban.kernel.signing import certificates  # late: see make_document_keys

        authority, certificate = certificates.vouched(key)
        for name, data in zip(SET, (_pem(key), authority, certificate), strict=True):
            keep(folder / f"{NEXT}{name}", data)
        _finish_change(folder)


def retired(folder: pathlib.Path) -> list[Retired]:
    """Return the certificates that sign no more, the oldest first."""
    current = (folder / CERTIFICATE).read_bytes() if (folder / CERTIFICATE).exists() else b""
    found = []
    for each in sorted((folder / "retired").glob("*")):
        if not (each / CERTIFICATE).exists():
            continue
        certificate = (each / CERTIFICATE).read_bytes()
        # A change that a crash broke off before the new key was there left the old one at work.
        if certificate != current:
            since = dt.datetime.strptime(each.name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=dt.UTC)
            found.append(Retired((each / AUTHORITY).read_bytes(), certificate, since))
    return found


def make_stamping_keys(folder: pathlib.Path) -> None:
    """Make the key of the time stamps that this installation gives itself, unless it is there."""
    if (folder / "stamp-cert.pem").exists():
        return
    with alone_in(folder):
        if not (folder / "stamp-cert.pem").exists():
            from tongban.kernel.signing import certificates  # late: see make_document_keys

            # The stamper of our own knows RSA alone.
            key = rsa.generate_private_key(65537, 2048)
            keep(folder / "stamp-key.pem", _pem(key))
            keep(folder / "stamp-cert.pem", certificates.of_stamper(key))


@contextlib.contextmanager
def alone_in(folder: pathlib.Path) -> Iterator[None]:
    """Keep other processes and threads from making keys in the folder meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


@functools.lru_cache(maxsize=4)
def _journal_key(folder: pathlib.Path) -> NoteSigner:
    path = folder / "journal-key.pem"
    with alone_in(folder):
        if not path.exists():
            keep(path, _pem(Ed25519PrivateKey.generate()))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return NoteSigner(os.environ.get("TONGBAN_JOURNAL_NAME", "tongban"), key)


def _finish_change(folder: pathlib.Path) -> None:
    """Put the new set in the place of the old one when it is whole, else drop what there is of it."""
    waiting = [folder / f"{NEXT}{name}" for name in SET]
    whole = waiting[-1].exists()
    for name, path in zip(SET, waiting, strict=True):
        if path.exists():
            if whole:
                path.replace(folder / name)
            else:
                path.unlink()


def _pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _document_key(path: pathlib.Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        keep(path, _pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no EC key")
    return key
