"""Whoever finds a guide wrong is owed an answer by who answers for the item."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.city import DAY, MONDAY, actor
from tongban.catalogue.actions.publish_versions import publish_versions
from tongban.catalogue.actions.reports import NotMendedYet, TooManyReports, find_right, mend, report
from tongban.catalogue.actions.store_versions import NewVersion, store_versions
from tongban.catalogue.handlers import tell_of_the_finding, tell_of_the_mending
from tongban.catalogue.models import GuideReport, Implementation
from tongban.catalogue.queries.reports import report_list, report_page
from tongban.catalogue.rules.item_file import ItemContent
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.notices.models import Message
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor

TEXT = "指南上写的材料比窗口要的少一份。"


def item() -> Implementation:
    """Return an item of the authority whose editor the story names."""
    return Implementation.objects.filter(authority__key="chengguan", current__isnull=False).order_by("task_code")[0]


def reported(by: str = "applicant", about: str = "materials") -> str:
    return report(code=item().task_code, about=about, text=TEXT, actor=actor(by), at=MONDAY).number


def publish_again() -> None:
    """Put another version of the item into force."""
    row = item()
    content = {**row.current.content, "quantity_limit": "无数量限制"}
    ids = {each.key: each.id for each in authorities()}
    new = NewVersion(row.pk, row.current.number + 1, ItemContent("", 1, content, "x" * 64))
    publish_versions(version_ids=store_versions(versions=[new], authority_ids=ids, at=MONDAY), at=MONDAY)


class TestReport:
    def test_opens_a_matter_of_the_items_authority_with_a_clock(self) -> None:
        number = reported()

        matter, row = Matter.objects.get(number=number), GuideReport.objects.get()
        assert (matter.kind, matter.state, matter.due_on) == ("guide_report", "open", dt.date(2026, 3, 9))
        assert (matter.owner_id, matter.subject) == (item().authority_id, item().current.name)
        assert (row.version_id, row.text, row.official_id) == (item().current_id, TEXT, None)
        assert JournalEntry.objects.get(matter=matter).facts == {
            "item": item().task_code,
            "about": "materials",
            "due_on": "2026-03-09",
        }

    def test_is_for_officials_too_who_read_what_they_wrote(self) -> None:
        number = reported("clerk")

        assert GuideReport.objects.get().official_id == actor("clerk").official_id
        assert report_page(actor("clerk"), number, MONDAY).moves == []
        assert [row.number for row in report_list(actor("clerk"), 1, MONDAY, own=True).rows] == [number]
        with pytest.raises(NotFound):
            report_page(actor("lead_reviewer"), number, MONDAY)

    @pytest.mark.parametrize(
        ("about", "text", "field"),
        [("materials", " ", "text"), ("materials", "x" * 2001, "text"), ("fees", "\x00", "text"), ("x", TEXT, "about")],
    )
    def test_tells_what_is_wrong_and_keeps_nothing(self, about: str, text: str, field: str) -> None:
        with pytest.raises(BadInput) as refused:
            report(code=item().task_code, about=about, text=text, actor=actor("applicant"), at=MONDAY)

        assert list(refused.value.errors) == [field]
        assert not GuideReport.objects.exists()
        assert not Matter.objects.filter(kind="guide_report").exists()

    def test_is_not_for_who_is_nobody_and_of_items_that_are_there(self) -> None:
        nobody = dataclasses.replace(actor("applicant"), person_id=None)

        with pytest.raises(NotYours):
            report(code=item().task_code, about="fees", text=TEXT, actor=nobody, at=MONDAY)
        for code in ("no-such", "", "\x00"):
            with pytest.raises(NotFound):
                report(code=code, about="fees", text=TEXT, actor=actor("applicant"), at=MONDAY)

        assert not GuideReport.objects.exists()

    def test_waits_where_three_of_the_same_reporter_wait(self) -> None:
        for _ in range(3):
            reported()

        with pytest.raises(TooManyReports):
            reported()
        reported("clerk")

        assert GuideReport.objects.count() == 4


class TestFindRight:
    def test_closes_it_stops_the_clock_and_writes_to_the_reporter(self) -> None:
        number = reported()

        done = find_right(number=number, answer="窗口多收的那份已不再收取。", actor=actor("steward"), at=MONDAY + DAY)
        tell_of_the_finding("", done.entry_id, {"matter": Matter.objects.get(number=number).pk})
        tell_of_the_finding("", done.entry_id, {"matter": Matter.objects.get(number=number).pk})

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on, matter.answer_due_on) == ("declined", None, dt.date(2026, 3, 9))
        assert report_page(actor("applicant"), number, MONDAY).row.answer == "窗口多收的那份已不再收取。"
        letter = Message.objects.get(matter_id=matter.pk)
        assert (letter.recipient_person_id, letter.body) == (actor("applicant").person_id, "窗口多收的那份已不再收取。")

    @pytest.mark.parametrize("verb", [find_right, mend])
    def test_is_for_editors_of_the_item_alone(self, verb: object) -> None:
        number = reported()
        publish_again()

        for who in ("clerk", "stranger"):
            with pytest.raises(NotFound):
                verb(number=number, answer="答", actor=actor(who), at=MONDAY)  # type: ignore[operator]
        for who in ("applicant", "item_reviewer", "publisher"):
            with pytest.raises(NotYours):
                verb(number=number, answer="答", actor=actor(who), at=MONDAY)  # type: ignore[operator]

        assert GuideReport.objects.get().answer == ""
        assert Matter.objects.get(number=number).state == "open"

    def test_is_not_for_who_reported(self) -> None:
        number = reported("steward")

        with pytest.raises(NotYours):
            find_right(number=number, answer="自问自答", actor=actor("steward"), at=MONDAY)

        assert GuideReport.objects.get().answer == ""

    def test_needs_words_and_comes_once(self) -> None:
        number = reported()

        with pytest.raises(BadInput):
            find_right(number=number, answer=" ", actor=actor("steward"), at=MONDAY)
        find_right(number=number, answer="答", actor=actor("steward"), at=MONDAY)
        with pytest.raises(NotAllowedNow):
            find_right(number=number, answer="再答", actor=actor("steward"), at=MONDAY)

        assert GuideReport.objects.get().answer == "答"


class TestMend:
    def test_waits_until_another_version_is_in_force(self) -> None:
        number = reported()

        with pytest.raises(NotMendedYet):
            mend(number=number, answer="已改", actor=actor("steward"), at=MONDAY)
        assert Matter.objects.get(number=number).state == "open"
        publish_again()
        mend(number=number, answer="已改", actor=actor("steward"), at=MONDAY)

        row = report_page(actor("applicant"), number, MONDAY).row
        assert (row.state, row.answer, row.version, row.version_now) == ("mended", "已改", 1, 2)

    def test_of_a_place_needs_no_version_and_tells_the_official(self) -> None:
        number = reported("clerk", about="place")

        done = mend(number=number, answer="电话已改", actor=actor("steward"), at=MONDAY)
        tell_of_the_mending("", done.entry_id, {"matter": Matter.objects.get(number=number).pk})

        assert Message.objects.get(subject__startswith="您反映的").recipient_official_id == actor("clerk").official_id


class TestReportList:
    def seen(self, who: Actor, *, own: bool = False) -> list[str]:
        return [row.number for row in report_list(who, 1, MONDAY, own=own).rows]

    def test_holds_what_is_ones_own_or_ones_to_answer(self, django_assert_num_queries: object) -> None:
        number = reported()
        editor, visitor = actor("steward"), actor("applicant")

        with django_assert_num_queries(3):  # type: ignore[operator]
            assert self.seen(editor) == [number]
        assert self.seen(editor, own=True) == []
        assert self.seen(visitor) == self.seen(visitor, own=True) == [number]
        assert self.seen(actor("publisher")) == [number]
        assert self.seen(actor("stranger")) == self.seen(actor("clerk")) == []

    def test_names_a_person_to_nobody_but_themselves(self) -> None:
        reported()

        assert report_list(actor("steward"), 1, MONDAY).rows[0].reporter == ""
        assert report_list(actor("applicant"), 1, MONDAY).rows[0].reporter == actor("applicant").name
