"""Whose turn it is hears of it, once; who took part before is not asked again."""

from tests.catalogue.revisions.flow import TUESDAY, revision
from tests.city import actor
from tongban.catalogue.actions import send_back
from tongban.catalogue.handlers import tell_of_what_came_back, tell_who_publishes, tell_who_reviews
from tongban.matters.models import JournalEntry, Matter
from tongban.notices.models import Message


def last(number: str) -> tuple[int, dict[str, int]]:
    """Return the key and the payload of the last step's announcement."""
    return JournalEntry.objects.filter(matter__number=number).latest("sequence").pk, {
        "matter": Matter.objects.get(number=number).pk
    }


def told() -> list[tuple[int | None, str, str]]:
    return list(Message.objects.order_by("pk").values_list("recipient_official_id", "subject", "body"))


class TestTelling:
    def test_the_reviewers_that_a_change_waits_for_them(self) -> None:
        number = revision("reviewing")

        for _twice in range(2):
            tell_who_reviews("revision.send_to_review", *last(number))

        reviewer = actor("item_reviewer").official_id
        assert told() == [(reviewer, "待审核的事项变更：挖掘城市道路许可", f"{number}：压缩承诺时限")]

    def test_the_publishing_office_that_it_was_reviewed(self) -> None:
        number = revision("approving")

        tell_who_publishes("revision.pass_review", *last(number))

        assert told() == [
            (actor("publisher").official_id, "待发布的事项变更：挖掘城市道路许可", f"{number}：压缩承诺时限")
        ]

    def test_the_author_why_it_came_back(self) -> None:
        number = revision("reviewing")
        send_back(number=number, reason="请写明午间安排", actor=actor("item_reviewer"), at=TUESDAY)

        tell_of_what_came_back("revision.send_back", *last(number))

        assert told() == [
            (actor("steward").official_id, "事项变更被退回修改：挖掘城市道路许可", f"{number}：请写明午间安排")
        ]
