"""The national signature beside a file, held to the standard's own example."""

import pathlib

import pytest

from tongban.kernel.signing import Detached, sign_detached, use_signers, verify_detached
from tongban.kernel.signing.sm2 import public_of, sign_with

# GB/T 32918.5 (GM/T 0003.5), annex A.
PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
PUBLIC = (
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
VALUE = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, settings: pytest.FixtureRequest) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]


def test_is_that_of_the_standard() -> None:
    assert public_of(PRIVATE) == PUBLIC
    assert sign_with(PRIVATE, PUBLIC, b"message digest", NONCE) == VALUE
    assert verify_detached(b"message digest", Detached("x", VALUE), {"x": PUBLIC})


def test_holds_for_these_bytes_alone() -> None:
    found = sign_detached(b"a licence")

    assert verify_detached(b"a licence", found)
    assert not verify_detached(b"a licencf", found)
    assert not verify_detached(b"a licence", Detached("sm2-unknown", found.value))


@pytest.mark.parametrize("value", ["", "0" * 128, "f" * 128, "zz" * 64, VALUE[:64] + "0" * 64])
def test_does_not_take_what_is_no_signature(value: str) -> None:
    assert not verify_detached(b"message digest", Detached("x", value), {"x": PUBLIC})


def test_is_never_the_same_twice() -> None:
    assert sign_detached(b"x").value != sign_detached(b"x").value


def test_may_be_made_by_a_device() -> None:
    class Device:
        def sign(self, data: bytes) -> Detached:
            return Detached("device-1", sign_with(PRIVATE, PUBLIC, data))

        def public_keys(self) -> dict[str, str]:
            return {"device-1": PUBLIC}

    use_signers(detached=Device())
    try:
        found = sign_detached(b"x")
        assert found.key_name == "device-1"
        assert verify_detached(b"x", found)
    finally:
        use_signers()
    assert not verify_detached(b"x", found)
