"""Signed notes against the example of the C2SP specification and a re-derivation from its text."""

import base64
import contextlib
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules.signed_note import (
    Checkpoint,
    NoteRefused,
    NoteSigner,
    sign_checkpoint,
    verify_checkpoint,
    verify_note,
)

# The example that the specification of signed notes prints.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
SIGNER = NoteSigner("tongban.example/journal", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ROOT = hashlib.sha256(b"tree").digest()


class TestVerifyNote:
    def test_opens_the_specifications_example(self) -> None:
        assert verify_note(NOTE, VKEY) == "This is an example message.\n"

    def test_finds_a_change_of_any_character(self) -> None:
        for place in range(len(NOTE)):
            other = "x" if NOTE[place] != "x" else "y"
            with pytest.raises(NoteRefused):
                verify_note(NOTE[:place] + other + NOTE[place + 1 :], VKEY)

    def test_ignores_signatures_of_keys_it_does_not_know(self) -> None:
        cosigned = NOTE + SIGNER.sign("This is an example message.\n").split("\n\n")[1]

        assert verify_note(cosigned, VKEY) == verify_note(cosigned, SIGNER.vkey)

    @pytest.mark.parametrize("note", ["", "text\n", NOTE.rstrip("\n"), NOTE + "more\n", NOTE.replace("\n\n", "\n")])
    def test_refuses_other_forms(self, note: str) -> None:
        with pytest.raises(NoteRefused):
            verify_note(note, VKEY)

    @pytest.mark.parametrize("half", ["\ud800", "\x00", "\t"])
    def test_refuses_what_is_no_text(self, half: str) -> None:
        for note in (
            half + NOTE,
            NOTE.replace("\n\n", f"{half}\n\n"),
            NOTE.replace("foo Uw", f"foo{half} Uw"),
            NOTE + half,
        ):
            with pytest.raises(NoteRefused):
                verify_note(note, VKEY)
        for vkey in (half + VKEY, VKEY.replace("+", f"{half}+", 1), VKEY + half):
            with pytest.raises(NoteRefused):
                verify_note(NOTE, vkey)

    @given(note=st.text(st.characters(codec=None)), vkey=st.text(st.characters(codec=None)))
    def test_refuses_anything_else(self, note: str, vkey: str) -> None:
        for one, key in ((note, VKEY), (NOTE + note, VKEY + vkey), (NOTE, vkey), (note + NOTE, VKEY)):
            with contextlib.suppress(NoteRefused):
                assert verify_note(one, key) == "This is an example message.\n"

    @pytest.mark.parametrize(
        "vkey", ["", "name", VKEY.replace("530d903a", "530d903b"), VKEY.replace("+Aek", "+Bek"), "a b" + VKEY]
    )
    def test_refuses_a_wrong_key(self, vkey: str) -> None:
        with pytest.raises(NoteRefused):
            verify_note(NOTE, vkey)


class TestSignCheckpoint:
    def test_writes_the_form_that_the_specification_gives(self) -> None:
        note = sign_checkpoint(SIGNER, 20852163, ROOT)

        public = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
        text = f"{SIGNER.name}\n20852163\n{base64.b64encode(ROOT).decode()}\n"
        head, tail = note.split("\n\n")
        dash, name, signature = tail.rstrip("\n").split(" ")
        raw = base64.b64decode(signature)
        assert (head + "\n", dash, name) == (text, "\u2014", SIGNER.name)
        assert raw[:4] == hashlib.sha256(SIGNER.name.encode() + b"\n\x01" + public).digest()[:4]
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
        key = base64.b64encode(b"\x01" + public).decode()
        assert SIGNER.vkey == f"{SIGNER.name}+{raw[:4].hex()}+{key}"

    def test_is_read_back(self) -> None:
        note = sign_checkpoint(SIGNER, 0, ROOT, origin="通办/journal")

        assert verify_checkpoint(note, SIGNER.vkey) == Checkpoint("通办/journal", 0, ROOT)

    @pytest.mark.parametrize(
        "text",
        ["a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "a\n1\n" + "A" * 43 + "\n", "\n1\nAA\n"]
        + [f"a\n{size}\n{base64.b64encode(ROOT).decode()}\n" for size in (2**63, "9" * 5000, "١")],
    )
    def test_refuses_what_is_no_checkpoint(self, text: str) -> None:
        with pytest.raises(NoteRefused):
            verify_checkpoint(SIGNER.sign(text), SIGNER.vkey)

    def test_refuses_to_sign_what_would_read_otherwise(self) -> None:
        with pytest.raises(ValueError, match="checkpoint"):
            sign_checkpoint(SIGNER, 1, ROOT, origin="evil\n999")
        with pytest.raises(ValueError, match="newline"):
            SIGNER.sign("no end")
        with pytest.raises(ValueError, match="spaces"):
            NoteSigner("two words", Ed25519PrivateKey.generate())
