"""Codes and check characters, against codes that are in public use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules import codes

REAL_USCC = ["11100000000013338W", "11370800MB28559184", "11330105002500287C", "91350100M000100Y43"]


class TestUscc:
    @pytest.mark.parametrize("code", REAL_USCC)
    def test_takes_real_codes_and_finds_every_wrong_character(self, code: str) -> None:
        assert codes.uscc_valid(code)
        for place in range(18):
            other = "1" if code[place] != "1" else "2"
            assert not codes.uscc_valid(code[:place] + other + code[place + 1 :])

    @pytest.mark.parametrize("code", ["", "9135", "91350100m000100y43", "91350100M000100Y4 3", "9135 0100M000100Y43"])
    def test_refuses_other_forms(self, code: str) -> None:
        assert not codes.uscc_valid(code)


class TestResidentId:
    @pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", "440524188001010014"])
    def test_takes_published_examples(self, number: str) -> None:
        assert codes.resident_id_valid(number)

    @pytest.mark.parametrize(
        "number",
        ["", "110105194912310021", "11010519491331002X", "1101051949123100２X", "01010519491231002X"],
    )
    def test_refuses_a_wrong_check_digit_date_or_form(self, number: str) -> None:
        assert not codes.resident_id_valid(number)


class TestItemCodes:
    def test_takes_a_real_implementation_code_and_its_parts(self) -> None:
        assert codes.task_code_valid("11370800MB285591843370117002011")
        assert codes.catalog_code_valid("370117002011")
        assert codes.task_code("11370800MB28559184", "3", "370117002011") == "11370800MB285591843370117002011"

    @pytest.mark.parametrize(
        "code",
        [
            "11370800MB285591848370117002011",
            "11370800MB285591853370117002011",
            "11370800MB28559184337011700201",
        ],
    )
    def test_refuses_a_wrong_level_authority_or_length(self, code: str) -> None:
        assert not codes.task_code_valid(code)

    def test_refuses_an_unknown_type(self) -> None:
        assert not codes.catalog_code_valid("379917002011")
        with pytest.raises(ValueError, match="implementation code"):
            codes.task_code("11370800MB28559184", "3", "379917002011")


class TestLicenceIdentifier:
    REAL = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"

    def test_makes_and_takes_a_real_one(self) -> None:
        made = codes.licence_identifier("11100000000013338W011", "11430000006122244L", "20230000403", 1)

        assert made == self.REAL
        assert codes.licence_identifier_valid(made)
        assert codes.mod37_36("11100000000013338W03211220000013544541J2430599001") == "F"

    @pytest.mark.parametrize(
        "identifier",
        ["", "1.2.156", REAL[:-1] + "V", REAL.replace("403.001", "404.001"), REAL.replace(".001.", ".1.")],
    )
    def test_refuses_a_changed_one(self, identifier: str) -> None:
        assert not codes.licence_identifier_valid(identifier)

    @pytest.mark.parametrize(
        ("serial", "version"), [("", 1), ("a1", 1), ("1" * 33, 1), ("1", 0), ("1", 1000), ("1.2", 1)]
    )
    def test_refuses_a_wrong_serial_or_version(self, serial: str, version: int) -> None:
        with pytest.raises(ValueError, match="licence"):
            codes.licence_identifier("11100000000013338W011", "11430000006122244L", serial, version)

    @given(serial=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=32), place=st.integers(0))
    def test_finds_any_one_changed_character(self, serial: str, place: int) -> None:
        made = codes.licence_identifier("11100000000013338W011", "11430000006122244L", serial, 7)
        place %= len(serial)
        wrong = "A" if serial[place] != "A" else "B"
        changed = serial[:place] + wrong + serial[place + 1 :]

        assert not codes.licence_identifier_valid(made.replace(f".{serial}.007", f".{changed}.007"))


class TestMasks:
    def test_hide_the_middle(self) -> None:
        assert codes.mask_name("王小明") == "王**"
        assert codes.mask_name("") == ""
        assert codes.mask_resident_id("11010519491231002X") == "110***********002X"
        assert codes.mask_phone("13800138000") == "138****8000"
        assert codes.mask_phone("12345") == "*****"
        assert codes.mask_uscc(REAL_USCC[0]) == REAL_USCC[0]


class TestPhone:
    @pytest.mark.parametrize("number", ["13800138000", "0851-87989000", "085187989000", "010-12345678-801"])
    def test_takes_mobiles_and_landlines(self, number: str) -> None:
        assert codes.phone_valid(number)

    @pytest.mark.parametrize("number", ["", "1380013800", "12345", "１３８００１３８０００", "+8613800138000"])
    def test_refuses_other_forms(self, number: str) -> None:
        assert not codes.phone_valid(number)


class TestEnclosing:
    @pytest.mark.parametrize(
        ("code", "around"),
        [
            ("", ("",)),
            ("520000000000", ("520000000000", "")),
            ("522601000000", ("522601000000", "522600000000", "520000000000", "")),
            ("522601002003", ("522601002003", "522601002000", "522601000000", "522600000000", "520000000000", "")),
        ],
    )
    def test_goes_from_the_division_to_the_country(self, code: str, around: tuple[str, ...]) -> None:
        assert codes.enclosing(code) == around
