"""A case changes hands: the clocks run on, the journal tells, and who is not competent gets nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.factory import case, opine
from tests.city import DAY, MONDAY, STORY, actor
from tongban.cases import actions
from tongban.cases.actions.transfer import ReceiverUnfit
from tongban.cases.handlers import tell_the_applicant, tell_who_takes_over
from tongban.cases.models import Case, Document, Review, Transfer
from tongban.cases.queries import case_page, receivers
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.notices.models import Message
from tongban.parties.models import Authority, Duty, Official
from tongban.parties.rules.actor import Actor, DutyKind, Held

TODAY = MONDAY.date()


def colleague() -> Official:
    """Return another reviewer of the authority that owns the story's case."""
    lead = Official.objects.get(pk=actor("lead_reviewer").official_id)
    others = Official.objects.exclude(pk=lead.pk).filter(authority=lead.authority).order_by("pk")
    other = others.exclude(duties__kind="decider")[0]
    Duty.objects.create(official=other, kind="reviewer", authority=lead.authority, starts_on=dt.date(2026, 1, 1))
    return other


def authority(key: str) -> Authority:
    return Authority.objects.get(key=key)


def administrator(key: str) -> Actor:
    held = Held(DutyKind.ADMINISTRATOR, authority(key).pk)
    return Actor(name="管理言", official_id=actor("administrator").official_id, duties=frozenset({held}))


def send(number: str, by: Actor, **whom: int) -> None:
    actions.transfer(number=number, ground="workload", reason="此件由其接办", actor=by, at=MONDAY + DAY, **whom)


def traces(number: str) -> tuple[int, int, object]:
    matter = Matter.objects.get(number=number)
    return (
        JournalEntry.objects.filter(matter=matter).count(),
        Transfer.objects.count(),
        (matter.owner_id, matter.holder_id),
    )


class TestTransferToAnOfficial:
    def test_changes_the_holder_and_leaves_the_clocks_alone(self) -> None:
        number, other = case("reviewing"), colleague()
        due = Matter.objects.get(number=number).due_on
        before = list(Clock.objects.filter(matter__number=number).order_by("pk").values())

        send(number, actor("lead_reviewer"), official_id=other.pk)

        matter = Matter.objects.get(number=number)
        assert (matter.holder_id, matter.state, matter.due_on) == (other.pk, "reviewing", due)
        assert list(Clock.objects.filter(matter__number=number).order_by("pk").values()) == before
        entry = JournalEntry.objects.filter(matter=matter).latest("sequence")
        assert entry.facts == {"ground": "workload", "from": actor("lead_reviewer").official_id, "to": other.pk}
        assert Transfer.objects.get().reason == "此件由其接办"
        assert not Document.objects.filter(matter=matter, kind="power_transfer_note").exists()

    def test_offers_who_is_there_and_charged_with_the_item(self) -> None:
        number, other = case("reviewing"), colleague()

        able = receivers(actor("lead_reviewer"), number, TODAY)

        assert able.officials[other.pk] == other.name
        assert actor("decider").official_id in able.officials
        assert actor("lead_reviewer").official_id not in able.officials  # who holds it already
        assert actor("joint_reviewer").official_id not in able.officials

    @pytest.mark.parametrize("role", ["joint_reviewer", "supervisor", "lead_reviewer"])
    def test_is_refused_to_who_is_not_charged_with_it_and_leaves_no_trace(self, role: str) -> None:
        number = case("reviewing")
        before = traces(number)

        with pytest.raises(ReceiverUnfit) as refused:
            send(number, actor("lead_reviewer"), official_id=actor(role).official_id or 0)

        assert set(refused.value.errors) == {"receiver"}
        assert traces(number) == before

    @pytest.mark.parametrize("role", ["joint_reviewer", "supervisor", "applicant"])
    def test_is_not_for_those_who_do_not_handle_the_case(self, role: str) -> None:
        number, other = case("reviewing"), colleague()
        before = traces(number)

        with pytest.raises(NotYours):
            send(number, actor(role), official_id=other.pk)

        assert traces(number) == before

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"ground": "whim"}, "ground"), ({"reason": " "}, "reason"), ({"official_id": None}, "receiver")],
    )
    def test_names_the_field_that_is_wrong(self, wrong: dict[str, object], field: str) -> None:
        number, other = case("reviewing"), colleague()
        asked: dict[str, object] = {"ground": "workload", "reason": "接办", "official_id": other.pk} | wrong

        with pytest.raises(BadInput) as refused:
            actions.transfer(number=number, actor=actor("lead_reviewer"), at=MONDAY, **asked)  # type: ignore[arg-type]

        assert set(refused.value.errors) == {field}


class TestTransferToAnAuthority:
    def test_gives_an_administrator_s_word_the_case_its_open_reviews_and_the_applicant_a_note(self) -> None:
        number, new = case("reviewing"), authority("jiaotong")
        old, due = authority("chengguan"), Matter.objects.get(number=number).due_on
        joint = Review.objects.get(matter__number=number, authority=authority("gongan-jiaoguan"))

        send(number, administrator("chengguan"), authority_id=new.pk)

        matter = Matter.objects.get(number=number)
        assert (matter.owner_id, matter.holder_id, matter.due_on) == (new.pk, None, due)
        assert not Review.objects.filter(matter=matter, authority=old).exists()
        assert Review.objects.get(pk=joint.pk).authority_id == joint.authority_id
        assert Case.objects.get(matter=matter).power_authority_id is None
        note = Document.objects.get(matter=matter, kind="power_transfer_note")
        assert note.authority_id == old.pk
        assert ["接收机关", new.name] in note.data["fields"]
        entry = JournalEntry.objects.filter(matter=matter).latest("sequence")
        assert entry.facts == {"ground": "workload", "from_authority": old.name, "to_authority": new.name}

    def test_lets_the_new_authority_go_on_and_the_old_see_nothing_more(self) -> None:
        number, new = case("reviewing"), authority("jiaotong")
        send(number, administrator("chengguan"), authority_id=new.pk)
        reviewer = replace(actor("lead_reviewer"), duties=frozenset({Held(DutyKind.REVIEWER, new.pk)}))

        opine(number, STORY["opinions"][0]["step"], reviewer, MONDAY + DAY)

        with pytest.raises(NotFound):
            case_page(actor("lead_reviewer"), number, MONDAY + DAY)
        assert case_page(actor("applicant"), number, MONDAY + DAY).owner == new.name

    def test_keeps_what_the_old_authority_has_given_its_opinion_on(self) -> None:
        number = case("reviewed")
        before = list(
            Review.objects.filter(matter__number=number).order_by("pk").values_list("authority_id", flat=True)
        )

        send(number, administrator("chengguan"), authority_id=authority("jiaotong").pk)

        after = Review.objects.filter(matter__number=number).order_by("pk").values_list("authority_id", flat=True)
        assert list(after) == before

    def test_is_refused_to_who_neither_carries_the_item_out_nor_exercises_it(self) -> None:
        number = case("reviewing")
        before = traces(number)

        for by, whom in ((actor("lead_reviewer"), "jiaotong"), (administrator("chengguan"), "chengguan")):
            with pytest.raises(ReceiverUnfit) as refused:
                send(number, by, authority_id=authority(whom).pk)
            assert set(refused.value.errors) == {"receiver"}

        assert traces(number) == before

    def test_is_hidden_from_administrators_of_others(self) -> None:
        number = case("reviewing")

        with pytest.raises(NotFound):
            send(number, administrator("jiaotong"), authority_id=authority("jiaotong").pk)

    def test_is_not_for_the_window(self) -> None:
        number = case("submitted")

        assert receivers(actor("clerk"), number, TODAY).authorities == {}
        with pytest.raises(ReceiverUnfit):
            send(number, actor("clerk"), authority_id=authority("jiaotong").pk)


class TestLetters:
    def test_tell_the_official_who_takes_over_and_not_the_applicant(self) -> None:
        number, other = case("reviewing"), colleague()
        send(number, actor("lead_reviewer"), official_id=other.pk)

        for _ in range(2):
            hear(number)

        (letter,) = Message.objects.filter(matter__number=number)
        assert (letter.recipient_official_id, letter.recipient_person_id) == (other.pk, None)
        assert "此件由其接办" in letter.body

    def test_tell_the_applicant_which_authority_goes_on(self) -> None:
        number, new = case("reviewing"), authority("jiaotong")
        send(number, administrator("chengguan"), authority_id=new.pk)

        hear(number)

        (letter,) = Message.objects.filter(matter__number=number)
        assert letter.recipient_person_id == actor("applicant").person_id
        assert new.name in letter.body


def hear(number: str) -> None:
    payload = {"matter": Matter.objects.get(number=number).pk, "number": number}
    tell_the_applicant("case.transfer", 1, payload)
    tell_who_takes_over("case.transfer", 1, payload)
