"""Every move from every state, as the table has it, and by nobody else's hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from tests.city import DAY, MONDAY, actor
from tests.licences.factory import FACE, authority_id, licence
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences import actions
from tongban.licences.lifecycle import ISSUE, LABELS, MOVES, NOT_YET_VALID, OPERATIONS, PLAIN, REWRITING, STATE_CODES
from tongban.licences.models import Licence, LicenceStanding
from tongban.licences.models.licence import WRITTEN
from tongban.matters.events import NotAllowedNow
from tongban.matters.lifecycle import LOCAL
from tongban.parties.models import Authority
from tongban.parties.rules.actor import SYSTEM

LATER = MONDAY + DAY
UNTIL = dt.date(2030, 6, 1)


def anew(verb: str) -> Callable[[str], Any]:
    """Return how a licence is given other words or days."""
    more = {} if verb == "correct" else {"matter_id": None}
    face = {"road_name": "示例西路"} if verb == "correct" else FACE
    return lambda identifier: getattr(actions, verb)(
        identifier=identifier,
        reason="按申请",
        face=face,
        valid_from=MONDAY.date(),
        valid_until=UNTIL,
        actor=actor("issuer"),
        at=LATER,
        **more,
    )


def merge(identifier: str) -> object:
    """Merge it into another of the same holder."""
    other = licence()
    return actions.merge(identifier=identifier, into=other.identifier, reason="重复", actor=actor("issuer"), at=LATER)


def transfer_in(identifier: str) -> object:
    """Take it over at another authority."""
    receiver = Authority.objects.exclude(pk=authority_id()).order_by("pk")[0].pk
    return actions.transfer_in(identifier=identifier, authority_id=receiver, reason="转入", actor=SYSTEM, at=LATER)


def plain(verb: str) -> Callable[[str], Any]:
    """Return a move that takes a reason alone."""
    duty = MOVES[verb].duty
    return lambda identifier: getattr(actions, verb)(
        identifier=identifier, reason="理由", actor=actor(str(duty)), at=LATER
    )


ACTS: dict[str, Callable[[str], Any]] = {
    **{verb: plain(verb) for verb in PLAIN},
    **{verb: anew(verb) for verb in (*REWRITING, "supersede")},
    "merge": merge,
    "transfer_in": transfer_in,
}


class TestEveryMove:
    @pytest.mark.parametrize("verb", sorted(ACTS))
    def test_follows_the_table(self, verb: str) -> None:
        identifier = licence().identifier

        for state in WRITTEN:
            with transaction.atomic():
                self._follows(verb, state, identifier)
                transaction.set_rollback(True)

    def _follows(self, verb: str, state: str, identifier: str) -> None:
        Licence.objects.update(state=state)
        if verb == "unmerge" and state == "superseded":
            found = Licence.objects.get()
            LicenceStanding.objects.create(
                licence=found, state=state, from_at=MONDAY, actor_name="", verb="merge", refers_to=found
            )
        before = LicenceStanding.objects.filter(licence__identifier=identifier).count()

        if state in MOVES[verb].sources:
            ACTS[verb](identifier)

            found = Licence.objects.get(identifier=identifier)
            last = found.standings.last()
            assert last is not None
            assert (found.state, last.state, last.verb) == (MOVES[verb].target, MOVES[verb].target, verb), state
            assert Licence.objects.filter(replaces=found).exists() is MOVES[verb].anew, state
        else:
            with pytest.raises((NotAllowedNow, NotFound)):
                ACTS[verb](identifier)
            assert Licence.objects.get(identifier=identifier).state == state
            assert LicenceStanding.objects.filter(licence__identifier=identifier).count() == before, state

    def test_is_somebodys_act_or_the_nights(self) -> None:
        assert set(ACTS) | {"expire"} == set(MOVES)
        assert all(hasattr(actions, verb) for verb in MOVES)
        assert [move.verb for move in MOVES.values() if move.duty is None] == ["expire"]

    def test_reaches_every_written_state_and_names_an_article_where_it_names_a_law(self) -> None:
        reached = {move.target for move in (ISSUE, *MOVES.values())}

        assert reached == set(WRITTEN)
        assert set(LABELS) == {*WRITTEN, NOT_YET_VALID}
        assert all(move.basis == LOCAL or move.basis.article for move in MOVES.values())

    def test_has_the_national_codes(self) -> None:
        assert {STATE_CODES[state] for state in LABELS} == {f"0{n}" for n in range(1, 8)} | {"99"}
        assert set(OPERATIONS.values()) == {f"0{n}" for n in range(1, 10)} | {"10"}


class TestVersions:
    def test_go_on_with_the_number_and_name_the_one_that_just_ended(self) -> None:
        old = licence()

        made = anew("renew")(old.identifier)

        new = Licence.objects.select_related("replaces").get(identifier=made.identifier)
        assert (new.number, new.serial, new.version) == (old.number, Licence.objects.get(version=1).serial, 2)
        assert new.replaces is not None
        assert new.replaces.identifier == old.identifier
        assert [(each.verb, OPERATIONS[each.verb]) for each in new.standings.all()] == [("renew", "02")]

    def test_of_a_transfer_are_the_receivers(self) -> None:
        old = licence().identifier
        plain("transfer_out")(old)

        made = transfer_in(old)

        new = Licence.objects.get(identifier=made.identifier)  # type: ignore[attr-defined]
        assert new.authority_id != authority_id()
        assert made.identifier.split(".")[6] == Authority.objects.get(pk=new.authority_id).uscc  # type: ignore[attr-defined]

    def test_say_what_was_put_right_and_keep_the_rest(self) -> None:
        old = licence().identifier

        made = anew("correct")(old)

        faces = [{line["key"]: line["value"] for line in each.face} for each in Licence.objects.order_by("version")]
        assert faces[1] == {**faces[0], "road_name": "示例西路"}
        assert Licence.objects.get(identifier=made.identifier).state == "valid"

    def test_are_not_made_where_nothing_was_wrong(self) -> None:
        old = licence().identifier

        with pytest.raises(BadInput) as refused:
            actions.correct(
                identifier=old,
                reason="更正",
                face={"road_name": "示例东路"},
                valid_from=MONDAY.date(),
                valid_until=UNTIL,
                actor=actor("issuer"),
                at=LATER,
            )

        assert list(refused.value.errors) == ["face"]
        assert Licence.objects.count() == 1
