"""The national signature beside a file: SM2 with SM3 (GB/T 32918.2, GB/T 32905), under the standard's identity.

The curve's arithmetic is a library's in plain Python; it takes no pains to hide the key from who measures its time,
so a city that must be assessed (GB/T 39786) lets a device sign instead (`ports.DetachedSigner`).
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import pathlib
import re
import secrets

from gmssl import sm2

from tongban.kernel.signing.keys import alone_in, folder_of_keys
from tongban.kernel.signing.ports import Detached, DetachedSigner, detached_device
from tongban.kernel.whole_files import keep

IDENTITY = b"1234567812345678"
FILE = "sm2-key.json"
_TABLE = sm2.default_ecc_table
_ORDER = int(_TABLE["n"], 16)
_VALUE = re.compile(r"[0-9a-f]{128}")


def sm3(data: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) as hex."""
    return hashlib.new("sm3", data).hexdigest()


class HomeSm2Signer:
    """Signs with the key under TONGBAN_HOME/keys; what signed before it lies under `retired/`, the public part only."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._kept = _kept_key(folder)

    def sign(self, data: bytes) -> Detached:
        """Return the signature over the bytes and the name of the key that made it."""
        return Detached(self._kept["name"], sign_with(self._kept["private"], self._kept["public"], data))

    def public_keys(self) -> dict[str, str]:
        """Return each public key by its name, those that sign no more included."""
        old = [json.loads(path.read_text()) for path in sorted((self._folder / "retired").glob("*/sm2-public.json"))]
        return {each["name"]: each["public"] for each in (*old, self._kept)}


def sign_detached(data: bytes) -> Detached:
    """Return this installation's national signature over the bytes."""
    return detached_signer().sign(data)


def verify_detached(data: bytes, found: Detached, public_keys: dict[str, str] | None = None) -> bool:
    """Tell whether the signature is of one of the public keys (this installation's where none are given)."""
    known = detached_signer().public_keys() if public_keys is None else public_keys
    public = known.get(found.key_name, "")
    if not (_VALUE.fullmatch(public) and _VALUE.fullmatch(found.value)):
        return False
    r, s = int(found.value[:64], 16), int(found.value[64:], 16)
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        return False
    return bool(_curve("", public).verify(found.value, _digest(public, data)))


def detached_signer() -> DetachedSigner:
    """Return what signs beside files: the device in use, or the key of the home as it is now."""
    device = detached_device()
    if device is not None:
        return device
    folder = folder_of_keys()
    path = folder / FILE
    return _of_home(folder, path.stat().st_mtime_ns if path.exists() else 0)


def change_sm2_key(folder: pathlib.Path, *, at: dt.datetime) -> None:
    """Sign with a new key from now on; of the old one the public part stays."""
    old = _kept_key(folder)
    with alone_in(folder):
        put_away = folder / "retired" / f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}"
        put_away.mkdir(parents=True, exist_ok=True, mode=0o700)
        keep(put_away / "sm2-public.json", json.dumps({"name": old["name"], "public": old["public"]}).encode())
        keep(folder / FILE, _fresh())


def sign_with(private: str, public: str, data: bytes, nonce: int | None = None) -> str:
    """Return r and s as 128 hexadecimal characters; `nonce` is given only to hold us to the standard's example."""
    curve, digest = _curve(private, public), _digest(public, data)
    while True:
        drawn = nonce or secrets.randbelow(_ORDER - 1) + 1
        value: str | None = curve.sign(digest, f"{drawn:064x}")
        if value is not None:
            return value


def public_of(private: str) -> str:
    """Return the public key of a private one, as 128 hexadecimal characters."""
    found: str = _curve(private, "")._kg(int(private, 16), _TABLE["g"])
    return found.lower().rjust(128, "0")


@functools.lru_cache(maxsize=4)
def _of_home(folder: pathlib.Path, _changed: int) -> HomeSm2Signer:
    return HomeSm2Signer(folder)


def _kept_key(folder: pathlib.Path) -> dict[str, str]:
    path = folder / FILE
    if not path.exists():
        with alone_in(folder):
            if not path.exists():
                keep(path, _fresh())
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _fresh() -> bytes:
    private = f"{secrets.randbelow(_ORDER - 2) + 1:064x}"
    public = public_of(private)
    return json.dumps({"name": f"sm2-{sm3(bytes.fromhex(public))[:16]}", "private": private, "public": public}).encode()


def _curve(private: str, public: str) -> sm2.CryptSM2:
    curve = sm2.CryptSM2(private_key=private, public_key="")
    # Given to the constructor, a key that begins with zeros would lose them.
    curve.public_key = public
    return curve


def _digest(public: str, data: bytes) -> bytes:
    """Return e: SM3 over Z (the identity, the curve and the public key) and the message (GB/T 32918.2, 5.5 and 6)."""
    said = (len(IDENTITY) * 8).to_bytes(2, "big") + IDENTITY
    curve = bytes.fromhex(_TABLE["a"] + _TABLE["b"] + _TABLE["g"])
    z = hashlib.new("sm3", said + curve + bytes.fromhex(public)).digest()
    return hashlib.new("sm3", z + data).digest()
