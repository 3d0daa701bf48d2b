"""What a witness is asked and answers, line by line from C2SP tlog-witness and tlog-cosignature."""

import base64
import dataclasses
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tongban.kernel.rules.merkle import consistency_proof, leaf_hash
from tongban.kernel.rules.signed_note import (
    Checkpoint,
    Cosigner,
    NoteRefused,
    NoteSigner,
    NoteVerifier,
    sign_checkpoint,
    verify_checkpoint,
)
from tongban.kernel.rules.tiles import Edge, node_in
from tongban.kernel.rules.witness import Head, Submission, WitnessRefuses, judge

LOG = NoteSigner("city.example/journal", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = NoteSigner("city.example/journal", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS = Cosigner("witness.example/w1", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
LEAVES = [leaf_hash(bytes([number])) for number in range(20)]
TILES = Edge().append(LEAVES)


def root(size: int) -> bytes:
    return Edge.of(size, node_in(TILES)).root()


def submission(old: int, size: int, signer: NoteSigner = LOG) -> Submission:
    return Submission(old, consistency_proof(old, size, node_in(TILES)), sign_checkpoint(signer, size, root(size)))


def refusal(body: bytes, head: Head) -> tuple[int, str, str]:
    with pytest.raises(WitnessRefuses) as refused:
        judge(body, [LOG.verifier], lambda origin: head)
    return refused.value.status, refused.value.body, refused.value.media


class TestCosignature:
    def test_is_written_as_the_specification_says(self) -> None:
        note = sign_checkpoint(LOG, 7, root(7))
        text = note.split("\n\n")[0] + "\n"

        line = WITNESS.line(text, 1679315147)

        dash, name, encoded = line.rstrip("\n").split(" ")
        raw, public = base64.b64decode(encoded), WITNESS.verifier.public
        assert (dash, name, len(raw)) == ("\u2014", "witness.example/w1", 4 + 8 + 64)
        assert raw[:4] == hashlib.sha256(b"witness.example/w1\n\x04" + public).digest()[:4]
        assert int.from_bytes(raw[4:12], "big") == 1679315147
        message = f"cosignature/v1\ntime 1679315147\n{text}".encode()
        Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], message)

    def test_is_found_under_a_note_by_the_published_key(self) -> None:
        note = sign_checkpoint(LOG, 7, root(7))
        cosigned = note + WITNESS.line(note.split("\n\n")[0] + "\n", 1679315147)
        witness = NoteVerifier.parse(WITNESS.verifier.vkey)

        assert witness.cosigned_at(cosigned) == 1679315147
        assert verify_checkpoint(cosigned, LOG.vkey) == verify_checkpoint(cosigned, witness.vkey)
        with pytest.raises(NoteRefused, match="not signed"):
            witness.open(note)
        with pytest.raises(NoteRefused, match="does not fit"):
            witness.open(cosigned.replace("\n7\n", "\n8\n"))

    def test_of_another_time_does_not_hold(self) -> None:
        note = sign_checkpoint(LOG, 7, root(7))
        name, encoded = WITNESS.line(note.split("\n\n")[0] + "\n", 1679315147).rstrip("\n").rsplit(" ", 1)
        raw = bytearray(base64.b64decode(encoded))
        raw[11] ^= 1

        with pytest.raises(NoteRefused, match="does not fit"):
            WITNESS.verifier.open(f"{note}{name} {base64.b64encode(raw).decode()}\n")


class TestSubmission:
    def test_has_the_lines_of_the_specification(self) -> None:
        asked = submission(6, 8)

        body = asked.body().decode()

        lines = [base64.b64encode(each).decode() for each in asked.proof]
        assert body == "old 6\n" + "".join(f"{line}\n" for line in lines) + "\n" + asked.note
        assert Submission.parse(asked.body()) == asked

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"old 1\n",
            b"old 01\n\nx",
            b"old -1\n\nx",
            b"new 1\n\nx",
            b"old 1\nnot base64\n\nx",
            b"old 1\nAAAA\n\nx",
            b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\nx",
            b"\xff\xfe\n\n",
        ],
    )
    def test_in_any_other_form_is_refused_with_400(self, body: bytes) -> None:
        assert refusal(body, Head())[0] == 400


class TestJudge:
    @pytest.mark.parametrize(("old", "size"), [(0, 1), (0, 9), (1, 2), (6, 8), (8, 20), (9, 9)])
    def test_lets_what_goes_on_be_cosigned(self, old: int, size: int) -> None:
        head = Head(old, root(old)) if old else Head()

        text, said = judge(submission(old, size).body(), [LOG.verifier], lambda origin: head)

        assert said == Checkpoint(LOG.name, size, root(size))
        assert text == said.text()

    def test_does_not_know_other_logs(self) -> None:
        stranger = NoteSigner("elsewhere.example", Ed25519PrivateKey.generate())

        assert refusal(submission(0, 8, stranger).body(), Head())[0] == 404

    def test_takes_no_other_signature(self) -> None:
        assert refusal(submission(0, 8, OTHER).body(), Head())[0] == 403

    def test_takes_no_old_size_beyond_the_new(self) -> None:
        body = dataclasses.replace(submission(8, 8), old=9).body()

        assert refusal(body, Head(9, root(9)))[0] == 400

    def test_tells_what_it_saw_last_when_the_old_size_is_another(self) -> None:
        assert refusal(submission(6, 8).body(), Head(7, root(7))) == (409, "7\n", "text/x.tlog.size")
        assert refusal(submission(6, 8).body(), Head()) == (409, "0\n", "text/x.tlog.size")

    def test_takes_no_other_root_of_the_same_size(self) -> None:
        assert refusal(submission(8, 8).body(), Head(8, bytes(32)))[0] == 409

    def test_takes_no_history_that_does_not_go_on_from_what_it_saw(self) -> None:
        assert refusal(submission(6, 8).body(), Head(6, bytes(32)))[0] == 422
        assert refusal(dataclasses.replace(submission(6, 8), proof=[]).body(), Head(6, root(6)))[0] == 422
        longer = dataclasses.replace(submission(6, 8), proof=[*submission(6, 8).proof, bytes(32)])
        assert refusal(longer.body(), Head(6, root(6)))[0] == 422
        assert refusal(dataclasses.replace(submission(0, 8), proof=[bytes(32)]).body(), Head())[0] == 422
