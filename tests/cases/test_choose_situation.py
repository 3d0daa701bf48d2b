"""A draft's situation can be said anew: what is asked for follows it, and nothing else is lost."""

import pytest

from tests.cases.factory import case
from tests.cases.scenarios.test_situation_spares_materials import drafted, missing
from tests.city import MONDAY, actor, picture
from tongban.cases import actions
from tongban.cases.actions.intake.choose_situation import SituationSettled
from tongban.cases.models import Case, CaseMaterial, Commitment, MaterialFinding
from tongban.cases.queries.situation import situation_change
from tongban.kernel.errors import BadInput, NotFound

NEW = {"site": "others", "work": "new"}
OWN = {"site": "own", "work": "new"}


def case_of(number: str) -> Case:
    return Case.objects.select_related("matter").get(matter__number=number)


def choose(number: str, situation: dict[str, str], who: str = "applicant") -> None:
    actions.choose_situation(number=number, situation=situation, actor=actor(who), at=MONDAY)


def give(number: str, code: str) -> None:
    actions.attach(
        number=number, material_code=code, name="图.png", data=picture(), actor=actor("applicant"), at=MONDAY
    )


class TestChooseSituation:
    def test_asks_for_what_the_new_one_needs_and_keeps_what_was_typed(self) -> None:
        number = drafted(OWN)
        actions.save_draft(number=number, answers={"address": "云岩区示例路 1 号"}, actor=actor("applicant"), at=MONDAY)
        typed = case_of(number).answers
        assert "owner-consent" not in missing(number)

        choose(number, NEW)

        assert "owner-consent" in missing(number)
        assert case_of(number).answers == typed
        assert case_of(number).situation == NEW
        assert MaterialFinding.objects.filter(matter__number=number, code="owner-consent").exists()

    def test_takes_back_the_files_of_what_falls_away_and_says_so_before(self) -> None:
        number = drafted(NEW)
        give(number, "owner-consent")
        give(number, "structure-design")

        told = situation_change(actor("applicant"), number, OWN)
        assert (set(told.fewer), dict(told.more), told.files) == ({"owner-consent"}, {}, ("图.png",))
        assert CaseMaterial.objects.filter(matter__number=number, removed_at=None).count() == 2
        choose(number, OWN)

        left = CaseMaterial.objects.filter(matter__number=number, removed_at=None)
        assert [each.code for each in left] == ["structure-design"]

    def test_ends_what_was_promised_for_other_materials(self) -> None:
        number = drafted(NEW)
        kept = Commitment.objects.create(
            matter=case_of(number).matter, kind="promise", told_version="1", replaces=[], signed_at=MONDAY
        )

        choose(number, {"site": "others", "work": "new"})
        kept.refresh_from_db()
        assert kept.ended_at is None
        choose(number, OWN)
        kept.refresh_from_db()

        assert kept.ended_at == MONDAY

    def test_changes_nothing_when_it_is_the_same(self) -> None:
        number = drafted(OWN)
        looked = MaterialFinding.objects.count()

        choose(number, OWN)

        assert MaterialFinding.objects.count() == looked

    @pytest.mark.parametrize(
        ("situation", "wrong"),
        [({"site": "own"}, {"work"}), ({**OWN, "site": "moon"}, {"site"}), ({**OWN, "moon": "own"}, {"moon"})],
    )
    def test_is_refused_where_an_answer_lacks_or_is_none_of_those(
        self, situation: dict[str, str], wrong: set[str]
    ) -> None:
        number = drafted(NEW)

        with pytest.raises(BadInput) as refused:
            choose(number, situation)

        assert set(refused.value.errors) == wrong
        assert case_of(number).situation == NEW

    def test_is_nothing_to_a_stranger(self) -> None:
        number = drafted(NEW)

        with pytest.raises(NotFound):
            choose(number, OWN, "stranger")
        with pytest.raises(NotFound):
            situation_change(actor("stranger"), number)

        assert case_of(number).situation == NEW

    def test_is_refused_once_it_was_handed_in(self) -> None:
        number = case("correcting")
        kept = list(CaseMaterial.objects.filter(matter__number=number).values_list("pk", "removed_at"))

        with pytest.raises(SituationSettled):
            choose(number, {})

        assert list(CaseMaterial.objects.filter(matter__number=number).values_list("pk", "removed_at")) == kept
