"""The board counts what the list, under the same filter, holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.revisions.flow import revision
from tests.city import MONDAY, actor
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.models import Finding, Version
from tongban.catalogue.queries.quality_board import QualityAsked, every_finding, finding_list, quality_board
from tongban.matters.events import NotYours

EVERYTHING = QualityAsked()


@pytest.fixture(autouse=True)
def checked() -> None:
    """Let the rules have been applied, and an authority have an error."""
    check_versions(version_ids=None, at=MONDAY)
    version = Version.objects.filter(state="published", implementation__authority__key="chengguan")[0]
    Finding.objects.create(
        version=version,
        rule="Q14",
        severity="error",
        field="listed_as",
        message="x",
        words={"template": "行政许可事项应写明对应的行政许可事项清单条目。", "values": {}},
        found_at=MONDAY,
    )


class TestQualityBoard:
    def test_counts_by_authority_and_rule(self, django_assert_num_queries: Any) -> None:
        supervisor = actor("supervisor")

        with django_assert_num_queries(3):
            board = quality_board(supervisor, EVERYTHING)

        found = Finding.objects.all()
        assert board.total.errors == found.filter(severity="error").count() == 1
        assert board.total.warnings == found.filter(severity="warning").count() > 10
        assert board.authorities[0].key == "chengguan"
        assert [row.errors for row in board.rules if row.key == "Q14"] == [1]
        assert sum(row.warnings for row in board.authorities) == board.total.warnings
        assert sum(row.warnings for row in board.rules) == board.total.warnings

    def test_holds_the_authority_of_an_editor_alone(self) -> None:
        board = quality_board(actor("steward"), EVERYTHING)

        assert [row.key for row in board.authorities] == ["chengguan"]

    def test_shows_drafts_to_their_stewards_alone_not_to_who_supervises(self) -> None:
        revision()
        drafts, asked = Finding.objects.filter(version__state="draft"), QualityAsked(drafts=True)

        for who, count in (("steward", drafts.count()), ("publisher", drafts.count()), ("supervisor", 0)):
            assert finding_list(actor(who), asked).count == len(list(every_finding(actor(who), asked))) == count
            total = quality_board(actor(who), asked).total
            assert total.errors + total.warnings == count
        assert drafts.exists()
        assert finding_list(actor("supervisor"), EVERYTHING).count > 0

    @pytest.mark.parametrize("who", ["clerk", "applicant"])
    def test_is_not_for_who_looks_after_no_items(self, who: str) -> None:
        with pytest.raises(NotYours):
            quality_board(actor(who), EVERYTHING)
        with pytest.raises(NotYours):
            finding_list(actor(who), EVERYTHING)


class TestFindingList:
    @pytest.mark.parametrize(
        "asked",
        [
            EVERYTHING,
            QualityAsked(authority="chengguan"),
            QualityAsked(rule="Q12"),
            QualityAsked(severity="error"),
            QualityAsked(unexplained=True),
            QualityAsked(drafts=True),
        ],
    )
    def test_holds_what_the_board_counts_and_the_export_hands_out(self, asked: QualityAsked) -> None:
        publisher = actor("publisher")

        found = finding_list(publisher, asked)

        total = quality_board(publisher, asked).total
        assert found.count == total.errors + total.warnings
        assert list(every_finding(publisher, asked))[: len(found.rows)] == found.rows

    def test_costs_two_queries_and_gives_every_word(self, django_assert_num_queries: Any) -> None:
        supervisor = actor("supervisor")

        with django_assert_num_queries(2):
            row = finding_list(supervisor, QualityAsked(rule="Q14")).rows[0]

        assert (row.severity, row.field, row.state) == ("error", "listed_as", "published")
        assert str(row.message) == "行政许可事项应写明对应的行政许可事项清单条目。"
