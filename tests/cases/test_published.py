"""Decisions are public, but for what must not be (行政许可法 第五条、第四十条)."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cases.factory import case
from tests.cases.test_other_kinds import hand_in, item_named, officials
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case, Decision
from tongban.cases.queries.published import published, published_all, published_decision
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import DutyKind

FIRM = "贵阳筑光引电电力工程有限公司（示例）"


def granted(**said: object) -> str:
    number = case("reviewed")
    actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY, **said)
    return number


class TestPublished:
    def test_shows_what_was_granted_from_the_day_of_the_decision(self) -> None:
        number = granted(conditions="夜间施工")

        found = published()

        assert found.count == 1
        [row] = found.rows
        assert (row.number, row.subject, row.holder, row.conditions) == (number, "挖掘城市道路许可", FIRM, "夜间施工")
        assert (row.decided_on, row.posted_on, row.deemed, row.standing) == (
            day_of(MONDAY),
            day_of(MONDAY),
            False,
            "",
        )
        assert "决" in row.document_number
        assert row.withheld == {}

    def test_names_the_document_that_granted_it_though_it_was_cancelled_since(self) -> None:
        number = granted()
        said = published_decision(number).document_number

        actions.cancel(number=number, ground="other", reason="不再从事", actor=actor("decider"), at=MONDAY)

        row = published_decision(number)
        assert (row.document_number, bool(row.standing)) == (said, True)

    def test_leaves_out_what_was_refused_is_mock_or_is_no_licence(self) -> None:
        refused = case("reviewed")
        actions.decide(number=refused, outcome="refused", reasons="x", actor=actor("decider"), at=MONDAY)
        mock = granted()
        Case.objects.filter(matter__number=mock).update(mock=True)
        item = item_named("公共图书馆读者证办理")
        other, _person = hand_in(item, "person")
        who = officials(item)
        actions.accept(number=other, actor=who[DutyKind.CLERK], at=MONDAY)
        actions.decide(number=other, outcome="granted", actor=who[DutyKind.DECIDER], at=MONDAY)

        assert published().count == 0
        for number in (refused, mock, other):
            with pytest.raises(NotFound):
                published_decision(number)

    def test_masks_a_person_who_cannot_be_found_by_name(self) -> None:
        number = granted()
        kept = Case.objects.get(matter__number=number).matter
        type(kept).objects.filter(pk=kept.pk).update(
            applicant_organisation=None, applicant_person=actor("stranger").person_id, applicant_name="麦欣苒"
        )

        assert published().rows[0].holder == "麦**"
        assert published("麦欣苒").count == 0

    @pytest.mark.parametrize("part", ["applicant", "subject", "conditions", "reasons", "licence"])
    def test_keeps_back_a_part_and_says_why(self, part: str) -> None:
        number = granted(conditions="夜间施工", reasons="符合", withheld={part: "trade_secret"})

        row = published_decision(number)

        shown = {
            "applicant": row.holder,
            "subject": row.subject,
            "conditions": row.conditions,
            "reasons": row.reasons,
            "licence": row.licence,
        }
        # Whose a licence is and what for, its register tells.
        led_to = {"licence"} if part in ("applicant", "subject") else set()
        assert {name for name, value in shown.items() if value is None} == {part} | led_to
        assert row.withheld == {part: "商业秘密"}

    def test_keeps_everything_back_and_is_not_found_by_it(self) -> None:
        number = granted(withheld={"all": "state_secret"})

        row = published_decision(number)

        assert {row.holder, row.subject, row.conditions, row.reasons, row.licence} == {None}
        assert [published(q).count for q in ("挖掘", "筑光", number, "")] == [0, 0, 1, 1]

    @pytest.mark.parametrize(("part", "word"), [("applicant", "筑光"), ("subject", "挖掘")])
    def test_does_not_find_what_is_kept_back(self, part: str, word: str) -> None:
        granted(withheld={part: "privacy"})

        assert published(word).count == 0

    def test_finds_by_every_word(self) -> None:
        authority = published_decision(granted()).authority

        assert [published(q).count for q in ("挖掘 筑光", authority, "挖掘 别的", "\x00")] == [1, 1, 0, 1]

    def test_says_what_became_of_the_grant(self) -> None:
        number = case("delivered")
        actions.revoke(
            number=number, ground="fraud", reason="虚假", heard="已听取", actor=actor("decider"), at=MONDAY + DAY
        )

        assert published_decision(number).standing == "已撤销"

    def test_takes_as_many_queries_for_many(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _each in range(3):
            granted()
        published()

        with django_assert_num_queries(3):
            assert len(published().rows) == 3

    def test_turns_pages_newest_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.cases.queries.published.PAGE_SIZE", 1)
        monkeypatch.setattr("tongban.cases.queries.published.AT_A_TIME", 1)
        first, second = granted(), granted()
        Decision.objects.filter(matter__number=second).update(decided_at=MONDAY + DAY)

        assert [published(page=n).rows[0].number for n in (1, 2, 9)] == [second, first, first]
        assert [row.number for row in published_all()] == [second, first]
