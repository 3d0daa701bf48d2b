"""Channels by preference: what comes soon after goes out with the rest, and nobody is stormed."""

import datetime as dt
import json
import pathlib
import sys
from collections.abc import Iterator

import pytest
from django.core import mail

from tests.parties.factories import AT, DAY, make_account, make_authority, make_official, make_person
from tongban.kernel.actions.load_parameters import load_parameters
from tongban.kernel.errors import BadInput
from tongban.notices.actions import Recipient, dispatch, send, send_grouped, set_preference
from tongban.notices.contrib.apprise import channel as robots
from tongban.notices.models import Dispatch, Message, Preference
from tongban.parties.models import Person
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import DutyKind

pytestmark = pytest.mark.django_db
ROBOT = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture(autouse=True)
def outside(settings: object, tmp_path: pathlib.Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    settings.SMS_FOLDER = tmp_path / "sms"  # type: ignore[attr-defined]
    load_parameters()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    heard: list[tuple[str, str]] = []

    class Robot:
        def add(self, url: str) -> bool:
            self.url = url
            return True

        def notify(self, *, title: str, body: str) -> bool:
            heard.append((self.url, title))
            return True

    monkeypatch.setattr("apprise.Apprise", Robot)
    return heard


def write(person: Person, subject: str, at: dt.datetime) -> int:
    send(to=[Recipient(person_id=person.pk)], subject=subject, body="正文", at=at)
    return Message.objects.latest("pk").pk


def wanting(channel: str, address: str = "") -> Person:
    person = make_person(email="agent@example.com")
    actor = actor_of(make_account(person=person), "web", on=DAY)
    set_preference(channel=channel, enabled=True, address=address, actor=actor)
    return person


class TestSendGrouped:
    def test_sends_what_came_within_the_span_as_one(self) -> None:
        person = wanting("email")
        dispatch(message_id=write(person, "第一条", AT), at=AT)
        for minute in (1, 5, 20):
            soon = AT + dt.timedelta(minutes=minute)
            dispatch(message_id=write(person, f"{minute} 分钟后", soon), at=soon)

        early = send_grouped(at=AT + dt.timedelta(minutes=29))
        later = send_grouped(at=AT + dt.timedelta(minutes=30))
        again = send_grouped(at=AT + dt.timedelta(minutes=31))

        assert (early, later, again) == (0, 1, 0)
        assert [each.subject for each in mail.outbox] == ["第一条", "您有 3 条新消息，请登录查看"]
        assert "· 20 分钟后" in mail.outbox[1].body
        assert not Dispatch.objects.filter(sent_at=None).exists()

    def test_keeps_people_apart(self) -> None:
        one, two = wanting("email"), wanting("email")

        for person in (one, two):
            dispatch(message_id=write(person, "通知", AT), at=AT)

        assert len(mail.outbox) == 2

    def test_tries_again_what_was_not_taken_and_holds_up_nobody_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person = wanting("email")
        dispatch(message_id=write(person, "一", AT), at=AT)
        dispatch(message_id=write(person, "二", AT), at=AT)
        due = AT + dt.timedelta(minutes=30)

        def down(*args: object, **more: object) -> int:
            raise OSError("down")

        with monkeypatch.context() as patched:
            patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
            assert send_grouped(at=due) == 0

        assert Dispatch.objects.filter(sent_at=None).count() == 1
        assert send_grouped(at=due + dt.timedelta(minutes=29)) == 0
        assert send_grouped(at=due + dt.timedelta(minutes=30)) == 1

    def test_lets_what_is_never_taken_starve_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.modules[send_grouped.__module__], "BATCH", 1)
        dead, other = wanting("wecom", ROBOT), wanting("email")
        for person in (dead, other):
            Dispatch.objects.create(
                message_id=write(person, "一", AT), channel="wecom" if person == dead else "email", due_at=AT
            )

        def not_taken(*_self: object, **_said: str) -> None:
            raise robots.NotTaken("wecom")

        monkeypatch.setattr(robots.RobotChannel, "send", not_taken)

        assert [send_grouped(at=AT + dt.timedelta(minutes=5 * run)) for run in (0, 1)] == [0, 1]

    def test_leaves_in_the_box_what_was_turned_off_meanwhile(self) -> None:
        person = wanting("email")
        dispatch(message_id=write(person, "一", AT), at=AT)
        dispatch(message_id=write(person, "二", AT), at=AT)
        Preference.objects.update(enabled=False)

        assert send_grouped(at=AT + dt.timedelta(hours=1)) == 0
        assert len(mail.outbox) == 1


class TestSms:
    def test_leaves_a_whole_short_message_for_the_gateway(self, tmp_path: pathlib.Path) -> None:
        person = wanting("sms")

        dispatch(message_id=write(person, "您" * 100, AT), at=AT)

        (file,) = (tmp_path / "sms").iterdir()
        told = json.loads(file.read_text(encoding="utf-8"))
        assert told["to"] == person.phone
        assert (len(told["text"]), told["text"][-1]) == (70, "…")


class TestRobots:
    def test_speak_in_the_group_whose_key_was_given(self, said: list[tuple[str, str]]) -> None:
        person = wanting("wecom", ROBOT)

        dispatch(message_id=write(person, "即将到期", AT), at=AT)

        assert said == [(f"wecombot://{ROBOT}/", "即将到期")]

    def test_reach_an_official_too(self, said: list[tuple[str, str]]) -> None:
        official = make_official(make_authority(), DutyKind.CLERK)
        actor = actor_of(official.account, "web", on=DAY)
        set_preference(channel="dingtalk", enabled=True, address=ROBOT, actor=actor)
        send(to=[Recipient(official_id=official.pk)], subject="有件到期", body="", at=AT)

        dispatch(message_id=Message.objects.get().pk, at=AT)

        assert said == [(f"dingtalk://{ROBOT}/", "有件到期")]

    @pytest.mark.parametrize("address", ["", "short", "http://10.0.0.1/x?key=aaaaaaaaaaaaaaaaaaaa", "a/../../b" * 4])
    def test_take_a_key_and_never_an_address(self, address: str) -> None:
        actor = actor_of(make_account(person=make_person()), "web", on=DAY)

        with pytest.raises(BadInput) as refused:
            set_preference(channel="wecom", enabled=True, address=address, actor=actor)

        assert list(refused.value.errors) == ["address"]
        assert not Preference.objects.exists()
