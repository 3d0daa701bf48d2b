import hashlib
import pathlib
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.city import DAY, MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import licence
from tongban.kernel import files, pdf, signing
from tongban.licences.actions import suspend
from tongban.licences.models import Licence
from tongban.licences.queries import verify_file

PLACES = 150


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def paper() -> bytes:
    """Return a PDF that is no licence."""
    return pdf.render("cli/exhibit", {"title": "示例", "lines": ["一行"]})


class TestVerifyFile:
    def test_knows_a_file_as_it_was_issued(self) -> None:
        issued = licence()

        verdict = verify_file(files.read(issued.sha256))

        assert (verdict.outcome, verdict.genuine, verdict.sha256) == ("genuine", True, issued.sha256)
        assert verdict.signer
        assert verdict.licence is not None
        assert (verdict.licence.identifier, verdict.licence.state) == (issued.identifier, "valid")

    def test_tells_how_a_genuine_licence_stands(self) -> None:
        issued = licence()
        suspend(identifier=issued.identifier, reason="检查", actor=actor("decider"), at=MONDAY)

        verdict = verify_file(files.read(issued.sha256), (MONDAY - DAY).date())

        assert verdict.genuine
        assert verdict.licence is not None
        assert (verdict.licence.state, verdict.licence.state_on) == ("suspended", "not_yet_valid")

    def test_finds_one_changed_byte_wherever_it_is(self) -> None:
        data = files.read(licence().sha256)
        dice = random.Random(20260302)
        # The signature's own bytes (hex digits and padding) are the only ones that it does not cover.
        start, end = (int(each) for each in re.search(rb"/ByteRange \[0 (\d+) (\d+)", data).groups())  # type: ignore[union-attr]
        places = [0, 1, len(data) - 1, *(dice.randrange(len(data)) for _ in range(PLACES))]

        for place in places:
            changed = bytearray(data)
            changed[place] ^= 1 << dice.randrange(8)
            verdict = verify_file(bytes(changed))
            assert not verdict.genuine, f"one changed byte at {place} was not found"
            holds = signing.verify_pdf(bytes(changed)).valid
            assert not holds or start <= place < end, f"the signature holds with a changed byte at {place}"
            assert verdict.reason

    @pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
    def test_finds_what_was_appended(self, tail: bytes) -> None:
        data = files.read(licence().sha256)

        verdict = verify_file(data + tail)

        assert verdict.outcome == "changed"
        assert not signing.verify_pdf(data + tail).valid

    def test_finds_what_was_cut_off(self) -> None:
        data = files.read(licence().sha256)

        for size in (1, 2, 100, len(data) // 2, len(data) - 10):
            assert not verify_file(data[:-size]).genuine

    def test_names_the_licence_that_a_changed_file_claims_to_be(self) -> None:
        issued = licence()
        changed = bytearray(files.read(issued.sha256))
        changed[len(changed) // 2] ^= 1

        verdict = verify_file(bytes(changed))

        assert verdict.outcome == "changed"
        assert verdict.licence is not None
        assert verdict.licence.identifier == issued.identifier

    def test_knows_the_signature_of_a_stranger(self, tmp_path: pathlib.Path) -> None:
        forged = signing.EcP256Signer(tmp_path).sign(paper(), reason="forged")

        verdict = verify_file(forged)

        assert (verdict.outcome, verdict.licence) == ("unknown_signer", None)
        assert verdict.signer

    def test_does_not_take_a_copy_signed_by_a_stranger(self, tmp_path: pathlib.Path) -> None:
        issued = licence()
        unsigned = files.read(issued.sha256).partition(b"%%EOF")[0] + b"%%EOF"

        verdict = verify_file(signing.EcP256Signer(tmp_path).sign(unsigned, reason="forged"))

        assert verdict.outcome == "changed"
        assert verdict.licence is not None
        assert verdict.licence.identifier == issued.identifier

    def test_does_not_take_all_that_we_sign_for_a_licence(self) -> None:
        ours = signing.sign_pdf(paper(), reason="something else")

        verdict = verify_file(ours)

        assert signing.verify_pdf(ours).valid
        assert (verdict.outcome, verdict.licence) == ("not_ours", None)

    def test_does_not_trust_the_register_alone(self) -> None:
        forged = b"%PDF-1.7 not ours"
        issued = licence()
        row = Licence.objects.get(identifier=issued.identifier)
        Licence(
            **{
                field.attname: getattr(row, field.attname)
                for field in Licence._meta.concrete_fields
                if field.attname not in ("id", "identifier", "version", "file_sha256")
            },
            identifier="1.2.156.3005.2.X",
            version=2,
            file_sha256=hashlib.sha256(forged).hexdigest(),
        ).save()

        verdict = verify_file(forged)

        assert verdict.outcome == "unknown_signer"

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=400), st.booleans())
    def test_never_fails_on_garbage(self, data: bytes, headed: bool) -> None:
        verdict = verify_file(b"%PDF-1.7\n" + data if headed else data)

        assert verdict.outcome == "not_ours"
        assert verdict.reason
