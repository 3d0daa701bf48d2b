"""One number for a person: its form and its check digit, by the kind of document."""

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.rules.codes import uscc_valid
from tongban.parties.rules import identity
from tongban.parties.rules.identity import (
    HONG_KONG_MACAO,
    OTHER,
    PASSPORT,
    RESIDENT,
    TAIWAN,
    clean_number,
    code_of,
    code_valid,
    masked,
    number_of,
    number_problem,
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(body: str) -> str:
    return body + "10X98765432"[sum(int(digit) * w for digit, w in zip(body, _WEIGHTS, strict=True)) % 11]


# Residents, residence cards (81 to 83) and permanent residence cards (9).
AREAS = st.sampled_from(["110105", "520102", "810000", "830000", "911156", "990199"])
RESIDENTS = st.builds(
    lambda area, born, serial: with_check_digit(f"{area}{born:%Y%m%d}{serial:03d}"),
    AREAS,
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2025, 12, 31)),
    st.integers(0, 999),
)
DIGITS = st.integers(0, 99_999_999).map("{:08d}".format)
NUMBERS = {
    RESIDENT: RESIDENTS,
    PASSPORT: DIGITS.map("E{}".format) | DIGITS.map(lambda digits: f"XK{digits[:5]}"),
    TAIWAN: DIGITS,
    HONG_KONG_MACAO: DIGITS.map("H{}".format) | DIGITS.map("M{}".format),
    OTHER: DIGITS.map(lambda digits: f"USA{digits}001") | DIGITS.map(lambda digits: digits[:4]),
}
OF_ANY_KIND = st.sampled_from(sorted(NUMBERS)).flatmap(lambda kind: st.tuples(st.just(kind), NUMBERS[kind]))


class TestNumberProblem:
    @given(number=RESIDENTS, place=st.integers(0, 17), other=st.sampled_from(string.digits + "X"))
    def test_finds_any_one_digit_changed_in_a_resident_number(self, number: str, place: int, other: str) -> None:
        changed = number[:place] + other + number[place + 1 :]

        assert number_problem(RESIDENT, number) == ""
        assert (number_problem(RESIDENT, changed) == "") == (changed == number)

    @given(number=RESIDENTS, place=st.integers(0, 15))
    def test_finds_two_neighbours_that_changed_places(self, number: str, place: int) -> None:
        changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

        assert (number_problem(RESIDENT, changed) == "") == (changed == number)

    @given(place=st.integers(0, 17), other=st.sampled_from(USCC_LETTERS))
    def test_finds_any_one_character_changed_in_an_organisations_code(self, place: int, other: str) -> None:
        code = "91350100M000100Y43"
        changed = code[:place] + other + code[place + 1 :]

        assert uscc_valid(changed) == (changed == code)

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            (PASSPORT, "E12345678"),
            (PASSPORT, "EA1234567"),
            (PASSPORT, "C01X00T47"),
            (TAIWAN, "12345678"),
            (HONG_KONG_MACAO, "H12345678"),
            (HONG_KONG_MACAO, "M12345678"),
            (OTHER, "ABC110105010101"[:14]),
        ],
    )
    def test_takes_the_forms_of_other_documents(self, kind: str, number: str) -> None:
        assert number_problem(kind, number) == ""

    @pytest.mark.parametrize(
        ("kind", "number", "told"),
        [
            (RESIDENT, "11010519491331002X", "身份号码不正确"),
            (RESIDENT, "E12345678", "身份号码不正确"),
            (PASSPORT, "PASSPORTS", "护照号码不正确"),
            (PASSPORT, "E123456789", "护照号码不正确"),
            (TAIWAN, "1234567", "8 位数字"),
            (TAIWAN, "１２３４５６７８", "8 位数字"),
            (HONG_KONG_MACAO, "K12345678", "H 或 M 加 8 位数字"),
            (OTHER, "123", "4 至 14 位"),
            ("222", "123456", "请选择证件种类"),
        ],
    )
    def test_says_in_words_what_is_wrong(self, kind: str, number: str, told: str) -> None:
        assert told in number_problem(kind, number)


class TestCleanNumber:
    def test_reads_what_people_write(self) -> None:
        assert clean_number(RESIDENT, " 110105 19491231 002x ") == "11010519491231002X"
        assert clean_number(PASSPORT, "ｅ1234-5678") == "E12345678"
        assert clean_number(HONG_KONG_MACAO, "H1234567802") == "H12345678"

    @given(OF_ANY_KIND)
    def test_leaves_a_clean_number_as_it_is(self, known: tuple[str, str]) -> None:
        assert clean_number(*known) == known[1]


class TestCode:
    @given(OF_ANY_KIND)
    def test_leads_back_to_the_document_and_fits_every_register(self, known: tuple[str, str]) -> None:
        code = code_of(*known)

        assert number_of(code) == known
        assert code_valid(code)
        assert len(code) <= 18

    @given(OF_ANY_KIND, OF_ANY_KIND)
    def test_is_never_that_of_another_document(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        assert (code_of(*one) == code_of(*other)) == (one == other)

    @given(OF_ANY_KIND)
    def test_is_masked_to_its_ends(self, known: tuple[str, str]) -> None:
        code, seen = code_of(*known), masked(code_of(*known))

        assert len(seen) == len(code)
        assert seen != code
        assert seen.endswith(code[-3:])

    def test_shows_less_of_a_short_number(self) -> None:
        assert masked("11010519491231002X") == "110***********002X"
        assert masked("414-E12345678") == "414-E*****678"


def test_names_every_kind_that_has_a_rule() -> None:
    assert set(identity.KIND_NAMES) == set(NUMBERS)
