"""Lists by which one authority lets another receive its items at a window, or exercise its powers."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import AT, DAY, make_administrator, make_authority, make_official, make_window
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    AuthorisationOver,
    AuthorisationUnclear,
    give_authorisation,
    import_authorisations,
    revoke_authorisation,
)
from tongban.parties.models import Authorisation, Authority, Official, PartyEvent
from tongban.parties.queries import actor_of, authorisations, exercising_authority, officials_charged
from tongban.parties.rules.actor import SYSTEM, Actor, DutyKind, Held
from tongban.parties.rules.reports import ImportRefused, Report

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


@pytest.fixture
def giver() -> Authority:
    return make_authority("giver")


@pytest.fixture
def bureau() -> Authority:
    return make_authority("bureau")


def give(giver: Authority, to: Authority, kind: str = "centralised", by: Actor = SYSTEM, **more: object) -> int:
    asked: dict[str, object] = {
        "kind": kind,
        "from_authority_id": giver.pk,
        "to_authority_id": to.pk,
        "task_codes": ["A", "B"],
        "document_number": "示例授〔2026〕1号",
        "starts_on": DAY,
        "ends_on": None,
        "owners": {code: (code, giver.pk) for code in "ABC"} | {"a": ("A", giver.pk), "X": ("X", to.pk)},
    } | more
    return give_authorisation(actor=by, at=AT, **asked)  # type: ignore[arg-type]


def on(official: Official, day: dt.date = DAY) -> Actor:
    return actor_of(official.account, "web", on=day)


class TestGiveAuthorisation:
    def test_lets_the_other_authority_exercise_the_listed_powers(
        self, giver: Authority, bureau: Authority, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        give(giver, bureau, ends_on=TOMORROW, task_codes=["a", "B"])

        with django_assert_num_queries(1):
            assert exercising_authority("A", giver.pk, DAY) == bureau.pk
        assert exercising_authority("B", giver.pk, TOMORROW) == bureau.pk
        assert exercising_authority("C", giver.pk, DAY) == giver.pk
        assert exercising_authority("A", giver.pk, YESTERDAY) == giver.pk
        assert exercising_authority("A", giver.pk, TOMORROW + dt.timedelta(days=1)) == giver.pk
        assert exercising_authority("A", bureau.pk, DAY) == bureau.pk
        assert PartyEvent.objects.get().facts["task_codes"] == ["A", "B"]

    def test_lets_the_clerks_of_the_other_authority_receive_the_listed_items(
        self, giver: Authority, bureau: Authority
    ) -> None:
        place, window = make_authority(), make_window()
        clerk = make_official(bureau, DutyKind.CLERK, window=window)
        reviewer = make_official(bureau, DutyKind.REVIEWER)
        stranger = make_official(place, DutyKind.CLERK)

        give(giver, bureau, "window", ends_on=DAY)

        held = on(clerk)
        assert Held(DutyKind.CLERK, giver.pk, window.pk, task_codes=frozenset("AB")) in held.duties
        assert held.scoped(DutyKind.CLERK) == {giver.pk: frozenset("AB")}
        assert held.authorities(DutyKind.CLERK) == {bureau.pk}
        assert held.holds(DutyKind.CLERK, giver.pk, "A")
        assert not held.holds(DutyKind.CLERK, giver.pk, "C")
        assert not held.holds(DutyKind.CLERK, giver.pk)
        assert held.holds(DutyKind.CLERK, bureau.pk, "C")
        assert not on(clerk, TOMORROW).scoped(DutyKind.CLERK)
        assert not on(reviewer).scoped()
        assert not on(stranger).scoped()
        assert [one.id for one in officials_charged([DutyKind.CLERK], giver.pk, "A", on=DAY)] == [clerk.pk]
        assert officials_charged([DutyKind.CLERK], giver.pk, "C", on=DAY) == []

    def test_keeps_to_the_window_that_it_names(self, giver: Authority, bureau: Authority) -> None:
        here, there = make_window(), make_window()
        clerk = make_official(bureau, DutyKind.CLERK, window=here)
        other = make_official(bureau, DutyKind.CLERK, window=there)

        give(giver, bureau, "window", window_id=here.pk)

        assert on(clerk).scoped(DutyKind.CLERK) == {giver.pk: frozenset("AB")}
        assert not on(other).scoped(DutyKind.CLERK)
        assert [one.id for one in officials_charged([DutyKind.CLERK], giver.pk, "A", on=DAY)] == [clerk.pk]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"task_codes": []}, "task_codes"),
            ({"task_codes": ["A", "X"]}, "task_codes"),
            ({"task_codes": ["unheard-of"]}, "task_codes"),
            ({"kind": "gift"}, "kind"),
            ({"to_authority_id": None}, "to_authority"),
            ({"document_number": " "}, "document_number"),
            ({"ends_on": YESTERDAY}, "ends_on"),
            ({"window_id": 1}, "window"),
        ],
    )
    def test_names_the_field_and_changes_nothing(
        self, giver: Authority, bureau: Authority, wrong: dict[str, object], field: str
    ) -> None:
        with pytest.raises(AuthorisationUnclear) as refused:
            give(giver, bureau, **wrong)

        assert set(refused.value.errors) == {field}
        assert not Authorisation.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_refuses_itself_as_the_other(self, giver: Authority) -> None:
        with pytest.raises(AuthorisationUnclear) as refused:
            give(giver, giver)

        assert set(refused.value.errors) == {"to_authority"}

    def test_gives_no_power_to_two_on_one_day(self, giver: Authority, bureau: Authority) -> None:
        third = make_authority()
        give(giver, bureau, ends_on=DAY)

        with pytest.raises(AuthorisationUnclear) as refused:
            give(giver, third, task_codes=["B", "C"], document_number="2号")

        assert set(refused.value.errors) == {"task_codes"}
        assert "B" in refused.value.errors["task_codes"]
        give(giver, third, task_codes=["B"], document_number="2号", starts_on=TOMORROW)
        assert exercising_authority("B", giver.pk, TOMORROW) == third.pk

    def test_refuses_the_same_document_twice(self, giver: Authority, bureau: Authority) -> None:
        give(giver, bureau, "window")

        with pytest.raises(AuthorisationUnclear) as refused:
            give(giver, bureau, "window")

        assert set(refused.value.errors) == {"document_number"}

    def test_is_for_administrators_of_the_giver(self, giver: Authority, bureau: Authority) -> None:
        for stranger in (make_administrator(bureau), on(make_official(giver, DutyKind.CLERK))):
            with pytest.raises(NotFound):
                give(giver, bureau, by=stranger)

        assert not Authorisation.objects.exists()
        give(giver, bureau, by=make_administrator(giver))


class TestRevokeAuthorisation:
    def test_ends_it_at_once(self, giver: Authority, bureau: Authority) -> None:
        clerk, given = make_official(bureau, DutyKind.CLERK), give(giver, bureau, "window")
        assert on(clerk).scoped()

        revoke_authorisation(authorisation_id=given, actor=make_administrator(giver), at=AT)

        assert not on(clerk).scoped()
        assert authorisations(on=DAY) == []
        assert [one.in_force for one in authorisations()] == [False]

    def test_is_refused_the_second_time_and_hidden_from_others(self, giver: Authority, bureau: Authority) -> None:
        given, boss = give(giver, bureau), make_administrator(giver)

        with pytest.raises(NotFound):
            revoke_authorisation(authorisation_id=given, actor=make_administrator(bureau), at=AT)
        revoke_authorisation(authorisation_id=given, actor=boss, at=AT)
        with pytest.raises(AuthorisationOver):
            revoke_authorisation(authorisation_id=given, actor=boss, at=AT)


def row(code: str, **more: str) -> dict[str, str]:
    return {
        "document_number": "1号",
        "kind": "centralised",
        "from": "giver",
        "to": "bureau",
        "window": "",
        "task_code": code,
        "starts_on": "2026-06-01",
        "ends_on": "",
    } | more


def take(*rows: dict[str, str]) -> Report:
    giver, bureau = Authority.objects.get(key="giver"), Authority.objects.get(key="bureau")
    owners = {code: (code, giver.pk) for code in "ABC"} | {"X": ("X", bureau.pk)}
    return import_authorisations(file="list.csv", rows=rows, owners=owners, actor=SYSTEM, at=AT)


@pytest.mark.usefixtures("giver", "bureau")
class TestImportAuthorisations:
    def test_joins_the_rows_of_one_document_and_changes_nothing_the_second_time(self) -> None:
        rows = (row("A"), row("B"), row("C", kind="window", ends_on="2026-12-31"))

        assert take(*rows) == Report(created=2)
        assert take(*rows) == Report(unchanged=2)

        assert [(one.kind, one.task_codes) for one in authorisations()] == [
            ("window", ("C",)),
            ("centralised", ("A", "B")),
        ]
        assert PartyEvent.objects.count() == 1

    def test_changes_a_list_that_reads_otherwise_now(self) -> None:
        take(row("A"), row("B"))

        assert take(row("A", ends_on="2026-12-31"), row("C", ends_on="2026-12-31")) == Report(changed=1)

        (one,) = authorisations()
        assert (one.task_codes, one.ends_on) == (("A", "C"), dt.date(2026, 12, 31))

    def test_does_not_bring_back_what_was_revoked(self, giver: Authority) -> None:
        take(row("A"))
        Authorisation.objects.update(revoked_at=AT)

        assert take(row("A")) == Report(unchanged=1)

        assert exercising_authority("A", giver.pk, DAY) == giver.pk

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (row("X"), "task_code"),
            (row("unheard-of"), "task_code"),
            (row("A"), "task_code"),
            (row(""), "task_code"),
            (row("B", **{"from": "nobody"}), "from"),
            (row("B", to="nobody"), "to"),
            (row("B", to="giver"), "to"),
            (row("B", kind="gift"), "kind"),
            (row("B", window="9"), "window"),
            (row("B", kind="window", window="9"), "window"),
            (row("B", starts_on=""), "starts_on"),
            (row("B", starts_on="June"), "starts_on"),
            (row("B", starts_on="2026-06-02"), "starts_on"),
            (row("B", document_number="2号", ends_on="2020-01-01"), "ends_on"),
            (row("A", document_number="2号"), "task_code"),
            (row("B", document_number=""), "document_number"),
        ],
    )
    def test_names_row_and_field_and_writes_nothing(self, wrong: dict[str, str], field: str) -> None:
        with pytest.raises(ImportRefused) as refused:
            take(row("A"), wrong)

        assert (2, field) in {(problem.row, problem.field) for problem in refused.value.problems}
        assert {problem.file for problem in refused.value.problems} == {"list.csv"}
        assert not Authorisation.objects.exists()

    def test_refuses_what_is_centralised_elsewhere_already(self) -> None:
        take(row("A"))
        make_authority("third")

        with pytest.raises(ImportRefused) as refused:
            take(row("A", document_number="2号", to="third"))

        assert [(each.row, each.field) for each in refused.value.problems] == [(1, "task_code")]
        assert Authorisation.objects.count() == 1
