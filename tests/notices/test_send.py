"""Messages to people: the box, and e-mail for who wants it."""

import datetime as dt

import pytest
from django.core import mail
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_authority,
    make_official,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.kernel.outbox import forward, handle
from tongban.notices.actions import (
    ChannelUnknown,
    Recipient,
    dispatch,
    mark_read,
    send,
    set_preference,
)
from tongban.notices.models import Dispatch, Message, Preference
from tongban.notices.queries import channel_choices, inbox_of, message
from tongban.parties.models import Person
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind

pytestmark = pytest.mark.django_db


def actor_for(person: Person) -> Actor:
    return actor_of(make_account(person=person), "web", on=DAY)


def write_to(*people: Person, **more: str) -> int:
    return send(
        to=[Recipient(person_id=person.pk) for person in people],
        subject="请补正",
        body="有一份材料看不清，请更换。",
        at=AT,
        **more,
    )


class TestSend:
    def test_puts_a_message_into_each_box(self) -> None:
        one, two = actor_for(make_person()), actor_for(make_person())
        official = make_official(make_authority(), DutyKind.CLERK)
        clerk = actor_of(official.account, "web", on=DAY)
        to = [Recipient(person_id=one.person_id), Recipient(official_id=official.pk)]

        sent = send(to=[*to, to[0]], subject="通知", body="正文", at=AT)

        assert sent == 2
        assert [inbox_of(actor).unread for actor in (one, two, clerk)] == [1, 0, 1]
        assert inbox_of(clerk).results[0].body == "正文"

    def test_sends_once_by_a_key(self) -> None:
        first, second = make_person(), make_person()
        write_to(first, once_key="case.return:1")

        sent = write_to(first, second, once_key="case.return:1")

        assert sent == 1
        assert Message.objects.count() == 2

    def test_asks_no_more_for_many(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        many = [make_person() for _ in range(40)]

        with django_assert_max_num_queries(5):  # savepoint, look, insert, announce, release
            write_to(*many, once_key="k")

        assert Message.objects.count() == 40

    def test_needs_one_recipient(self) -> None:
        with pytest.raises(ValueError, match="recipient"):
            Recipient()


class TestInboxOf:
    def test_shows_the_newest_first_in_two_questions(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        person = make_person()
        actor = actor_for(person)
        for day in range(25):
            send(
                to=[Recipient(person_id=person.pk)],
                subject=f"第{day}条",
                body="",
                at=AT + dt.timedelta(days=day),
            )

        with django_assert_num_queries(2):
            box = inbox_of(actor)

        assert (box.count, box.unread, box.pages) == (25, 25, 2)
        assert box.results[0].subject == "第24条"
        assert len(inbox_of(actor, page=2).results) == 5

    def test_shows_nobody_the_box_of_another(self) -> None:
        write_to(make_person())
        stranger = actor_for(make_person())

        assert inbox_of(stranger).count == 0
        assert inbox_of(Actor(name="无名")).count == 0
        with pytest.raises(NotFound):
            message(stranger, Message.objects.get().pk)


class TestMarkRead:
    def test_notes_when_a_message_was_read(self) -> None:
        person = make_person()
        actor = actor_for(person)
        write_to(person)

        changed = mark_read(message_ids=[Message.objects.get().pk], actor=actor, at=AT)

        assert changed == 1
        assert inbox_of(actor).unread == 0
        assert message(actor, Message.objects.get().pk).read_at == AT

    def test_is_refused_to_a_stranger_and_changes_nothing(self) -> None:
        write_to(make_person())

        with pytest.raises(NotFound):
            mark_read(message_ids=[Message.objects.get().pk], actor=actor_for(make_person()), at=AT)

        assert Message.objects.get().read_at is None


class TestSetPreference:
    def test_turns_a_channel_on_and_off(self) -> None:
        actor = actor_for(make_person())

        set_preference(channel="email", enabled=True, actor=actor)
        assert [choice.key for choice in channel_choices(actor) if choice.enabled] == ["email"]
        set_preference(channel="email", enabled=False, actor=actor)
        assert not any(choice.enabled for choice in channel_choices(actor))

    def test_refuses_a_channel_that_is_not_offered(self) -> None:
        actor = actor_for(make_person())

        with pytest.raises(ChannelUnknown):
            set_preference(channel="pigeon", enabled=True, actor=actor)

        assert not Preference.objects.exists()


class TestDispatch:
    @pytest.fixture(autouse=True)
    def _mailbox(self, settings: object) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]

    def test_sends_an_e_mail_once_to_who_wants_it(self) -> None:
        person = make_person(email="agent@example.com")
        set_preference(channel="email", enabled=True, actor=actor_for(person))
        write_to(person)
        message_id = Message.objects.get().pk

        first = dispatch(message_id=message_id, at=AT)
        second = dispatch(message_id=message_id, at=AT)

        assert (first, second) == (["email"], [])
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["agent@example.com"], "请补正")]
        assert Dispatch.objects.count() == 1

    @pytest.mark.parametrize(("address", "wanted"), [("agent@example.com", False), ("", True)])
    def test_sends_none_to_who_has_not_asked_or_has_no_address(self, address: str, wanted: bool) -> None:
        person = make_person(email=address)
        set_preference(channel="email", enabled=wanted, actor=actor_for(person))
        write_to(person)

        assert dispatch(message_id=Message.objects.get().pk, at=AT) == []
        assert mail.outbox == []

    def test_remembers_nothing_when_the_mail_server_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person = make_person(email="agent@example.com")
        set_preference(channel="email", enabled=True, actor=actor_for(person))
        write_to(person)

        def down(*args: object, **more: object) -> int:
            raise OSError("mail server down")

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
        with pytest.raises(OSError, match="down"):
            dispatch(message_id=Message.objects.get().pk, at=AT)

        assert not Dispatch.objects.exists()

    def test_follows_from_the_outbox(self) -> None:
        person = make_person(email="agent@example.com")
        set_preference(channel="email", enabled=True, actor=actor_for(person))
        write_to(person)
        jobs: list[dict[str, object]] = []

        forward(jobs.extend)
        for job in jobs:
            handle(**job)  # type: ignore[arg-type]

        assert [sent.to for sent in mail.outbox] == [["agent@example.com"]]
