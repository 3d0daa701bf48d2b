"""Codes of service items, against codes in public use and made-up ones of the same form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from tongban.kernel.rules import codes, item_codes

REAL_TASK = "11370800MB285591843370117002011"
REAL_SICHUAN = "511A0138000000-511602000000-000-115113010833722043-1-00"
DIGITS, PLAIN = "0123456789", "0123456789ABCDEFGHJKLMNPQRTUWXY"
TYPES = sorted(codes.ITEM_TYPES)


@st.composite
def usccs(draw: st.DrawFn) -> str:
    head = "11" + draw(st.text(DIGITS, min_size=6, max_size=6)) + draw(st.text(PLAIN, min_size=9, max_size=9))
    return head + uscc.calc_check_digit(head)


@st.composite
def catalog_codes(draw: st.DrawFn) -> str:
    before, after = draw(st.text(DIGITS, min_size=2, max_size=2)), draw(st.text(DIGITS, min_size=8, max_size=8))
    return before + draw(st.sampled_from(TYPES)) + after


def other_than(character: str, among: str) -> str:
    """Return another character of the same kind."""
    return among[(among.index(character) + 1) % len(among)]


class TestCatalogCode:
    @given(code=catalog_codes())
    def test_comes_apart_and_together(self, code: str) -> None:
        parts = item_codes.catalog_parts(code)

        assert str(parts) == code
        assert (parts.province, parts.type, parts.line, parts.main, parts.sub) == (
            code[:2],
            code[2:4],
            code[4:6],
            code[6:9],
            code[9:],
        )

    @given(code=catalog_codes(), place=st.integers(0, 11))
    def test_takes_no_letter_at_any_place(self, code: str, place: int) -> None:
        with pytest.raises(ValueError, match="catalogue code"):
            item_codes.catalog_parts(code[:place] + "A" + code[place + 1 :])

    @given(code=catalog_codes(), kind=st.text(DIGITS, min_size=2, max_size=2).filter(lambda two: two not in TYPES))
    def test_takes_no_unknown_type(self, code: str, kind: str) -> None:
        with pytest.raises(ValueError, match="catalogue code"):
            item_codes.catalog_parts(code[:2] + kind + code[4:])


class TestTaskCode:
    def test_reads_a_real_one(self) -> None:
        parts = item_codes.task_parts(REAL_TASK)

        assert (parts.authority, parts.level, str(parts.catalog)) == ("11370800MB28559184", "3", "370117002011")
        assert (parts.catalog.province, parts.catalog.type, parts.catalog.line) == ("37", "01", "17")

    @given(authority=usccs(), level=st.sampled_from("1234567"), catalog=catalog_codes())
    def test_comes_apart_and_together(self, authority: str, level: str, catalog: str) -> None:
        code = codes.task_code(authority, level, catalog)

        parts = item_codes.task_parts(code)

        assert str(parts) == code
        assert (parts.authority, parts.level, str(parts.catalog)) == (authority, level, catalog)
        assert item_codes.belongs_to(code, catalog)

    @given(authority=usccs(), catalog=catalog_codes(), place=st.integers(0, 17))
    def test_finds_any_one_wrong_character_of_the_authority(self, authority: str, catalog: str, place: int) -> None:
        among = PLAIN if place > 7 else DIGITS
        wrong = authority[:place] + other_than(authority[place], among) + authority[place + 1 :]

        with pytest.raises(ValueError, match="implementation code"):
            item_codes.task_parts(f"{wrong}3{catalog}")

    @given(authority=usccs(), catalog=catalog_codes(), place=st.integers(0, 11))
    def test_finds_any_one_wrong_digit_of_the_entry_by_the_entry(
        self, authority: str, catalog: str, place: int
    ) -> None:
        wrong = catalog[:place] + other_than(catalog[place], DIGITS) + catalog[place + 1 :]

        assert not item_codes.belongs_to(f"{authority}3{wrong}", catalog)

    @given(level=st.sampled_from("089A"))
    def test_takes_no_unknown_level(self, level: str) -> None:
        with pytest.raises(ValueError, match="implementation code"):
            item_codes.task_parts(REAL_TASK[:18] + level + REAL_TASK[19:])


class TestBusinessItemCode:
    @given(number=st.integers(0, 99))
    def test_comes_apart_and_together(self, number: int) -> None:
        code = item_codes.business_item_code(REAL_TASK, f"{number:02d}")

        parts = item_codes.business_item_parts(code)

        assert len(code) == 33
        assert (str(parts), str(parts.task), parts.sequence) == (code, REAL_TASK, f"{number:02d}")

    @pytest.mark.parametrize("sequence", ["", "1", "001", "A1", "１２"])
    def test_has_two_digits_of_its_own(self, sequence: str) -> None:
        with pytest.raises(ValueError, match="business item"):
            item_codes.business_item_code(REAL_TASK, sequence)

    def test_is_none_without_an_implementation_code(self) -> None:
        with pytest.raises(ValueError, match="implementation code"):
            item_codes.business_item_code(REAL_TASK[:-1] + "X", "01")


class TestSichuanCode:
    def test_reads_a_real_one(self) -> None:
        parts = item_codes.sichuan_parts(REAL_SICHUAN)

        assert str(parts) == REAL_SICHUAN
        assert (parts.basic, parts.division, parts.authority) == (
            "511A0138000000",
            "511602000000",
            "115113010833722043",
        )

    @given(
        basic=st.text(PLAIN, min_size=14, max_size=14),
        division=st.text(DIGITS, min_size=12, max_size=12),
        authority=usccs(),
        sequence=st.text(DIGITS, min_size=2, max_size=2),
    )
    def test_comes_apart_and_together(self, basic: str, division: str, authority: str, sequence: str) -> None:
        code = f"{basic}-{division}-000-{authority}-1-{sequence}"

        assert str(item_codes.sichuan_parts(code)) == code

    @given(place=st.integers(0, 17))
    def test_finds_any_one_wrong_character_of_the_department(self, place: int) -> None:
        at = REAL_SICHUAN.index("115113010833722043") + place
        wrong = REAL_SICHUAN[:at] + other_than(REAL_SICHUAN[at], DIGITS) + REAL_SICHUAN[at + 1 :]

        with pytest.raises(ValueError, match="Sichuan"):
            item_codes.sichuan_parts(wrong)

    @pytest.mark.parametrize("code", ["", REAL_SICHUAN[:-1], REAL_SICHUAN.replace("-", ""), f"{REAL_SICHUAN}\n"])
    def test_takes_no_other_form(self, code: str) -> None:
        with pytest.raises(ValueError, match="Sichuan"):
            item_codes.sichuan_parts(code)


class TestGuizhouCode:
    @given(main=st.text(DIGITS, min_size=5, max_size=5), sub=st.text(DIGITS + "AB", min_size=3, max_size=3))
    def test_comes_apart_and_together(self, main: str, sub: str) -> None:
        parts = item_codes.guizhou_parts(f"XK{main}{sub}")

        assert (str(parts), parts.type, parts.main, parts.sub) == (f"XK{main}{sub}", "XK", main, sub)

    @pytest.mark.parametrize("code", ["", "XK0001200", "XK000120011", "X100012001", "xk00012001", "XKA0012001"])
    def test_takes_no_other_form(self, code: str) -> None:
        with pytest.raises(ValueError, match="Guizhou"):
            item_codes.guizhou_parts(code)


class TestPartsOf:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("370117002011", item_codes.CatalogCode),
            (REAL_TASK, item_codes.TaskCode),
            (f"{REAL_TASK}01", item_codes.BusinessItemCode),
            (REAL_SICHUAN, item_codes.SichuanCode),
            ("XK00012001", item_codes.GuizhouCode),
        ],
    )
    def test_knows_each_form(self, code: str, kind: Callable[..., object]) -> None:
        assert type(item_codes.parts_of(code)) is kind

    @given(code=st.text(max_size=60))
    def test_is_none_or_the_same_code(self, code: str) -> None:
        parts = item_codes.parts_of(code)

        assert parts is None or str(parts) == code
