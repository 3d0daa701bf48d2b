"""Keys are changed for new ones: what was signed before stays valid, what the old key signs later does not."""

import datetime as dt
import io
import json
import pathlib
import random

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.kernel.papers import paper
from tongban.kernel.signing import (
    EcP256Signer,
    published_keys,
    read_keys,
    rotate_keys,
    sign_detached,
    sign_pdf,
    verify_detached,
    verify_pdf,
)
from tongban.kernel.signing.forms import certificate_of
from tongban.kernel.signing.keys import make_stamping_keys

SECOND = dt.timedelta(seconds=1)
PLACES = 40


def moment() -> dt.datetime:
    """Return the machine's own time: signatures carry it."""
    return dt.datetime.now(dt.UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, settings: pytest.FixtureRequest) -> pathlib.Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


class TestRotation:
    def test_leaves_what_was_signed_before_valid(self) -> None:
        before, beside = sign_pdf(paper(), reason="x"), sign_detached(b"x")

        rotate_keys(at=moment() + SECOND)
        after, beside_after = sign_pdf(paper(), reason="x"), sign_detached(b"x")

        assert verify_pdf(before).valid
        assert verify_pdf(after).valid
        assert beside.key_name != beside_after.key_name
        assert verify_detached(b"x", beside)
        assert verify_detached(b"x", beside_after)

    def test_does_not_believe_the_old_key_afterwards(self, home: pathlib.Path) -> None:
        old = EcP256Signer(home / "keys")
        rotate_keys(at=moment() - SECOND)

        verdict = verify_pdf(old.sign(paper(), reason="stolen"))

        assert not verdict.valid
        assert "停用" in verdict.reason

    def test_keeps_no_old_private_key(self, home: pathlib.Path) -> None:
        sign_pdf(paper(), reason="x")
        sign_detached(b"x")
        rotate_keys(at=moment())

        kept = [path for path in (home / "keys" / "retired").rglob("*") if path.is_file()]
        assert {path.name for path in kept} == {"document-ca.pem", "document-cert.pem", "sm2-public.json"}
        assert not any(b"PRIVATE KEY" in path.read_bytes() or b"private" in path.read_bytes() for path in kept)

    @pytest.mark.parametrize("moved", [0, 1, 2])
    def test_broken_off_by_a_crash_is_finished(self, home: pathlib.Path, moved: int) -> None:
        before = sign_pdf(paper(), reason="x")
        keys = home / "keys"
        rotate_keys(at=moment() + SECOND)
        for name in ("document-key.pem", "document-ca.pem", "document-cert.pem")[moved:]:
            (keys / name).rename(keys / f"next-{name}")
        retired = next((keys / "retired").iterdir())
        for name in ("document-ca.pem", "document-cert.pem"):
            if not (keys / name).exists():
                (keys / name).write_bytes((retired / name).read_bytes())

        after = sign_pdf(paper(), reason="x")

        assert verify_pdf(after).valid
        assert verify_pdf(before).valid
        assert not list(keys.glob("next-*"))


class TestPublishedKeys:
    def test_verify_without_the_installation(self, settings: pytest.FixtureRequest, tmp_path: pathlib.Path) -> None:
        before = sign_pdf(paper(), reason="x")
        rotate_keys(at=moment() + SECOND)
        after, beside = sign_pdf(paper(), reason="x"), sign_detached(b"x")
        keys = read_keys(json.loads(json.dumps(published_keys(at=moment()))))
        settings.HOME = tmp_path / "elsewhere"  # type: ignore[attr-defined]

        assert not verify_pdf(after).valid
        assert verify_pdf(after, trust=keys.trust).valid
        assert verify_pdf(before, trust=keys.trust).valid
        assert verify_detached(b"x", beside, keys.sm2)

    @pytest.mark.parametrize("document", [None, {}, {"format": "tongban-keys-1"}, {"format": "x"}, []])
    def test_are_refused_when_they_are_none(self, document: object) -> None:
        with pytest.raises(ValueError):
            read_keys(document)


class TestTimeStamp:
    def test_is_validated_by_pyhanko_and_says_that_it_is_local(
        self, home: pathlib.Path, settings: pytest.FixtureRequest
    ) -> None:
        settings.TSA_URL = "local"  # type: ignore[attr-defined]

        signed = sign_pdf(paper(), reason="x")

        verdict = verify_pdf(signed)
        assert verdict.valid
        assert verdict.stamped_at is not None
        keys = home / "keys"
        status = validate_pdf_signature(
            PdfFileReader(io.BytesIO(signed)).embedded_signatures[0],
            ValidationContext(trust_roots=[certificate_of((keys / "document-ca.pem").read_bytes())]),
            ValidationContext(trust_roots=[certificate_of((keys / "stamp-cert.pem").read_bytes())]),
        )
        assert status.bottom_line
        assert status.timestamp_validity.trusted
        assert "非第三方" in status.timestamp_validity.signing_cert.subject.native["common_name"]

    def test_of_somebody_else_is_not_believed(
        self, home: pathlib.Path, settings: pytest.FixtureRequest, tmp_path: pathlib.Path
    ) -> None:
        settings.TSA_URL = "local"  # type: ignore[attr-defined]
        signed = sign_pdf(paper(), reason="x")
        for path in (home / "keys").glob("stamp-*"):
            path.unlink()
        make_stamping_keys(home / "keys")

        assert not verify_pdf(signed).valid

    def test_leaves_no_byte_unguarded(self, settings: pytest.FixtureRequest) -> None:
        settings.TSA_URL = "local"  # type: ignore[attr-defined]
        signed, dice = sign_pdf(paper(), reason="x"), random.Random(20260302)
        start = signed.index(b"/Contents <") + 11

        for place in dice.sample(range(start, start + 8000), PLACES):
            other = b"a" if signed[place : place + 1] != b"a" else b"b"
            changed = signed[:place] + other + signed[place + 1 :]
            assert not verify_pdf(changed).valid, f"a changed byte at {place} was not found"
