"""Signatures on documents, the keys that make them, and the SM3 digest."""

import os
import pathlib
import random
import re
import stat
import subprocess
import sys

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.kernel.papers import paper, stream
from tongban.kernel.rules.signed_note import verify_checkpoint
from tongban.kernel.signing import (
    EcP256Signer,
    Verdict,
    journal_key,
    make_document_keys,
    pades,
    sign_pdf,
    sm3,
    verify_pdf,
)
from tongban.kernel.signing import keys as signing_keys

CHANGED = Verdict(False, "", "文件在签名之后被改动过，或不是由本市签发")
DAMAGED = Verdict(False, "", "文件已损坏，无法读取")
SIGNER = "通办 电子签章"
PLACES = 60
FOLDERS = 12

# Two of these run at once, through the same folders in the same order.
MAKER = """
import pathlib, sys, time
from tongban.kernel.signing.keys import _journal_key, make_document_keys
base = pathlib.Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for name in range(int(sys.argv[2])):
    make_document_keys(base / str(name))
    print(_journal_key(base / str(name)).vkey)
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A home with the keys of one city."""
    home = tmp_path_factory.mktemp("city")
    make_document_keys(home / "keys")
    return home


@pytest.fixture(autouse=True)
def in_the_city(keys: pathlib.Path, settings: pytest.FixtureRequest) -> None:
    settings.HOME = keys  # type: ignore[attr-defined]


def matches(folder: pathlib.Path) -> bool:
    """Tell whether the key, its certificate and the authority of a folder belong together."""
    key = serialization.load_pem_private_key((folder / "document-key.pem").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((folder / "document-cert.pem").read_bytes())
    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate((folder / "document-ca.pem").read_bytes()))
    return key.public_key() == certificate.public_key()


class TestVerifyPdf:
    def test_knows_what_the_city_signed(self) -> None:
        data = paper(stream(b"BT (facts) Tj ET"))

        signed = sign_pdf(data, reason="准予许可")

        assert signed.startswith(data)
        assert verify_pdf(signed) == Verdict(True, SIGNER, "")

    def test_finds_one_changed_byte_wherever_the_signature_covers_it(self) -> None:
        signed, dice = sign_pdf(paper(stream(bytes(500))), reason="准予许可"), random.Random(20260302)
        before, after, rest = (
            int(n)
            for n in re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", signed).groups()  # type: ignore[union-attr]
        )
        covered = [*range(before), *range(after, after + rest)]
        assert (before + rest, after + rest) == (len(covered), len(signed))

        for place in (0, before - 1, after, len(signed) - 1, *dice.sample(covered, PLACES)):
            changed = bytearray(signed)
            changed[place] ^= 1 << dice.randrange(8)
            verdict = verify_pdf(bytes(changed))
            assert not verdict.valid, f"the signature holds with a changed byte at {place}"
            assert verdict.reason

    def test_finds_one_changed_byte_in_the_signature_too(self) -> None:
        signed, dice = sign_pdf(paper(), reason="准予许可"), random.Random(20260309)
        start, end = (
            int(n)
            for n in re.search(rb"/ByteRange \[0 (\d+) (\d+) ", signed).groups()  # type: ignore[union-attr]
        )
        padding = end - 1 - len(re.search(rb"0*$", signed[start : end - 1]).group())  # type: ignore[union-attr]

        for place in (start, end - 1, padding, end - 2, *dice.sample(range(start, padding), PLACES)):
            for other in b"0", b"1", b"a", b"A", b" ":
                changed = signed[:place] + other + signed[place + 1 :]
                assert changed == signed or not verify_pdf(changed).valid, f"{other!r} at {place}"

    def test_knows_every_signature_that_the_city_makes(self) -> None:
        # The certificates stand in a set, whose order differs from signature to signature.
        assert all(verify_pdf(sign_pdf(paper(), reason="准予许可")).valid for _ in range(20))

    def test_does_not_take_a_signature_with_a_stowaway(self) -> None:
        signed = sign_pdf(paper(), reason="准予许可")
        start, end = (
            int(n)
            for n in re.search(rb"/ByteRange \[0 (\d+) (\d+) ", signed).groups()  # type: ignore[union-attr]
        )
        content = cms.ContentInfo.load(bytes.fromhex(signed[start + 1 : end - 1].decode()), strict=False)
        content["content"]["signer_infos"][0]["unsigned_attrs"] = [
            {"type": "1.2.3.4", "values": [core.OctetString(b"hello")]}
        ]
        hole = content.dump(force=True).hex().upper().encode().ljust(end - start - 2, b"0")

        verdict = verify_pdf(signed[: start + 1] + hole + signed[end - 1 :])

        assert verdict == CHANGED

    @pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"9 0 obj\n<< >>\nendobj\n"])
    def test_finds_what_was_appended(self, tail: bytes) -> None:
        signed = sign_pdf(paper(), reason="准予许可")

        verdict = verify_pdf(signed + tail)

        assert not verdict.valid
        assert verdict.reason in (CHANGED.reason, DAMAGED.reason)

    def test_gives_up_what_takes_too_long_to_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        endless = paper(root=b"/AcroForm << /Fields [] /Many [" + b"1 " * 30_000 + b"] >>")
        monkeypatch.setattr(pades, "MOST_CPU_SECONDS", 600.0)
        assert verify_pdf(endless) == Verdict(False, "", "文件没有电子签名")

        monkeypatch.setattr(pades, "MOST_CPU_SECONDS", 0.0)
        assert verify_pdf(endless) == CHANGED

    def test_does_not_trust_another_city(self, tmp_path: pathlib.Path) -> None:
        forged = EcP256Signer(tmp_path).sign(paper(), reason="准予许可")

        assert verify_pdf(forged) == Verdict(False, SIGNER, "文件是完整的，但签名人不是本市，不能采信")

    def test_does_not_call_a_stranger_damaged_before_the_city_has_signed_anything(
        self, tmp_path: pathlib.Path, settings: pytest.FixtureRequest
    ) -> None:
        forged = EcP256Signer(tmp_path / "other").sign(paper(), reason="准予许可")
        settings.HOME = tmp_path / "fresh"  # type: ignore[attr-defined]

        assert verify_pdf(forged) == Verdict(False, SIGNER, "文件是完整的，但签名人不是本市，不能采信")

    def test_does_not_take_a_file_that_somebody_else_signed_too(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ours = sign_pdf(paper(), reason="准予许可")
        monkeypatch.setattr(pades, "FIELD", "Other")

        after = EcP256Signer(tmp_path).sign(ours, reason="a")
        before = EcP256Signer(tmp_path).sign(paper(), reason="a")
        monkeypatch.undo()

        assert verify_pdf(after) == CHANGED
        assert verify_pdf(sign_pdf(before, reason="准予许可")) == CHANGED

    def test_says_that_there_is_no_signature(self) -> None:
        assert verify_pdf(paper()) == Verdict(False, "", "文件没有电子签名")

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\0" * 1000, random.Random(3).randbytes(5000)])
    def test_says_that_garbage_is_damaged(self, data: bytes) -> None:
        assert verify_pdf(data) == DAMAGED


class TestKeys:
    def test_can_be_read_by_their_owner_only(self, tmp_path: pathlib.Path) -> None:
        folder = tmp_path / "keys"

        make_document_keys(folder)
        signing_keys._journal_key(folder)

        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
        assert modes == {
            "keys": 0o700,
            "document-ca.pem": 0o600,
            "document-cert.pem": 0o600,
            "document-key.pem": 0o600,
            "journal-key.pem": 0o600,
        }

    def test_are_made_once(self, tmp_path: pathlib.Path) -> None:
        make_document_keys(tmp_path)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

        make_document_keys(tmp_path)

        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
        assert matches(tmp_path)

    def test_made_by_two_processes_at_once_belong_together(self, tmp_path: pathlib.Path) -> None:
        makers = [
            subprocess.Popen(
                [sys.executable, "-c", MAKER, str(tmp_path), str(FOLDERS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
            for _ in range(2)
        ]
        for maker in makers:
            assert maker.stdout is not None
            assert maker.stdout.readline() == "ready\n"

        for maker in makers:
            assert maker.stdin is not None
            maker.stdin.write("go\n")
            maker.stdin.flush()
        first, second = (maker.communicate(timeout=600)[0].split() for maker in makers)

        assert first == second
        assert len(set(first)) == FOLDERS
        for name in range(FOLDERS):
            assert matches(tmp_path / str(name))
            assert len(list((tmp_path / str(name)).iterdir())) == 4

    @pytest.mark.parametrize("left", [("document-key.pem",), ("document-key.pem", "document-ca.pem")])
    def test_left_half_made_by_a_crash_are_completed(self, tmp_path: pathlib.Path, left: tuple[str, ...]) -> None:
        crashed = tmp_path / "crashed"
        make_document_keys(crashed)
        for path in list(crashed.iterdir()):
            if path.name not in left:
                path.unlink()
        key = (crashed / "document-key.pem").read_bytes()

        make_document_keys(crashed)

        assert (crashed / "document-key.pem").read_bytes() == key
        assert matches(crashed)

    def test_of_the_journal_stay_the_same_for_every_process(self, keys: pathlib.Path) -> None:
        first = journal_key().vkey
        signing_keys._journal_key.cache_clear()

        again = journal_key()

        assert again.vkey == first
        assert first.startswith("tongban+")
        note = again.sign("tongban\n1\n" + "A" * 43 + "=\n")
        assert verify_checkpoint(note, first).size == 1


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        # GB/T 32905-2016, A.1 and A.2.
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_is_that_of_the_standard(data: bytes, digest: str) -> None:
    assert sm3(data) == digest
