"""The plain rules of parties."""

import datetime as dt

import pytest

from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.mandates import ScopeUnclear, in_force, scope_of, stored_scope, widest
from tongban.parties.rules.names import clean_name, name_valid
from tongban.parties.rules.phone import clean_phone, mobile_valid
from tongban.parties.rules.separation import Clash, first_clash


class TestScope:
    def test_reads_all_and_a_list(self) -> None:
        assert scope_of("all") is None
        assert scope_of(["B", " A "]) == frozenset({"A", "B"})
        assert stored_scope(None) == "all"
        assert stored_scope(frozenset({"B", "A"})) == ["A", "B"]

    @pytest.mark.parametrize("unclear", ["", "some", [], [""], [1], None, {"A": 1}, ["A" * 51]])
    def test_refuses_what_it_cannot_read(self, unclear: object) -> None:
        with pytest.raises(ScopeUnclear):
            scope_of(unclear)

    def test_joins_to_the_widest(self) -> None:
        assert widest([frozenset({"A"}), frozenset({"B"})]) == frozenset({"A", "B"})
        assert widest([frozenset({"A"}), None]) is None

    def test_includes_the_first_and_the_last_day(self) -> None:
        first, last = dt.date(2026, 1, 1), dt.date(2026, 1, 31)

        assert in_force(starts_on=first, ends_on=last, day=first)
        assert in_force(starts_on=first, ends_on=last, day=last)
        assert not in_force(starts_on=first, ends_on=last, day=dt.date(2026, 2, 1))
        assert in_force(starts_on=first, ends_on=None, day=dt.date(2099, 1, 1))


class TestNames:
    @pytest.mark.parametrize(
        ("written", "name"),
        [(" 王小明 ", "王小明"), ("阿依 ・ 古丽", "阿依·古丽"), ("Anna  Maria O'Neil", "Anna Maria O'Neil")],
    )
    def test_are_cleaned(self, written: str, name: str) -> None:
        assert clean_name(written) == name
        assert name_valid(name)

    @pytest.mark.parametrize("wrong", ["", "王", "王1", "<b>王</b>", "王\n小明", "A" * 51, "-王"])
    def test_refuses_what_is_none(self, wrong: str) -> None:
        assert not name_valid(wrong)


class TestPhone:
    @pytest.mark.parametrize("written", ["13800138000", "+86 138 0013 8000", "138-0013-8000", "0086-13800138000"])
    def test_is_cleaned(self, written: str) -> None:
        assert clean_phone(written) == "13800138000"

    def test_knows_a_mobile_number(self) -> None:
        assert mobile_valid("19900000101")
        assert not mobile_valid("12900000101")
        assert clean_phone("0851-99010101") == "0851-99010101"


class TestSeparation:
    def test_finds_the_clash_at_one_authority(self) -> None:
        held = [(DutyKind.CLERK, 1), (DutyKind.DECIDER, 2), (DutyKind.REVIEWER, 2)]

        assert first_clash(held) == Clash(2, DutyKind.REVIEWER, DutyKind.DECIDER)
        assert first_clash(held[:2]) is None
