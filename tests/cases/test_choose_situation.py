"""A draft's situation can be said anew: what is asked for follows it, and nothing else is lost."""

from dataclasses import replace

import pytest

from tests.cases.factory import case, pdf
from tests.cases.materials.facts import business_licence, changed_materials, material
from tests.cases.materials.facts import drafted as for_the_road
from tests.cases.scenarios.test_situation_spares_materials import drafted, missing
from tests.cases.test_acts_for import DAUGHTER, FATHER, again, mandated
from tests.cases.test_combined import codes, material_code
from tests.city import MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.actions.combined import share_material
from tongban.cases.actions.combined.begin_combined import begin_combined
from tongban.cases.actions.intake.attach import give as enter
from tongban.cases.actions.intake.attach import material_of
from tongban.cases.actions.materials.copy_found_licences import copy_found_licences
from tongban.cases.models import Assistance, Case, CaseMaterial, Commitment, Document, MaterialFinding
from tongban.cases.queries import reading
from tongban.cases.queries.archive_sets import data_sets
from tongban.cases.queries.assistances import assistance_list
from tongban.cases.queries.reading import read_case
from tongban.cases.queries.situation import SituationSettled, situation_change
from tongban.catalogue.queries import find
from tongban.kernel import files
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.models import Copy
from tongban.matters.models import JournalEntry
from tongban.parties.actions import revoke_mandate
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

__all__ = ["changed_materials"]

NEW = {"site": "others", "work": "new"}
OWN = {"site": "own", "work": "new"}


def case_of(number: str) -> Case:
    return Case.objects.select_related("matter").get(matter__number=number)


def choose(number: str, situation: dict[str, str], who: str = "applicant") -> None:
    actions.choose_situation(number=number, situation=situation, actor=actor(who), at=MONDAY)


def agree(number: str, situation: dict[str, str], shown: str) -> None:
    actions.choose_situation(number=number, situation=situation, actor=actor("applicant"), at=MONDAY, shown=shown)


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
        with pytest.raises(SituationSettled):
            situation_change(actor("applicant"), number, {})

        assert not situation_change(actor("applicant"), number).differs
        assert list(CaseMaterial.objects.filter(matter__number=number).values_list("pk", "removed_at")) == kept

    def test_is_told_before_by_the_answers_that_it_would_be_refused_by(self) -> None:
        number = drafted(NEW)

        with pytest.raises(BadInput) as refused:
            situation_change(actor("applicant"), number, {"site": "moon", "moon": "own"})

        assert set(refused.value.errors) == {"site", "moon"}
        assert situation_change(actor("applicant"), number, {"site": "own"}).chosen == {"site": "own"}


class TestOthers:
    """What others owe, hold or have meanwhile given when a draft's situation changes."""

    def test_are_not_asked_any_more_for_what_falls_away(self) -> None:
        (office,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
        for code in ("owner-consent", "structure-design"):
            material(code, assisted_by=authority(office).key)
        number, applicant = drafted(NEW), actor("applicant")
        ended, kept = (
            actions.ask_for_assistance(number=number, material_code=code, actor=applicant, at=MONDAY).number
            for code in ("owner-consent", "structure-design")
        )

        told = situation_change(applicant, number, OWN)
        choose(number, OWN)

        assert [(each.number, each.department) for each in told.asked] == [(ended, authority(office).name)]
        assert [row.number for row in assistance_list(actor("joint_reviewer"), 1, MONDAY).rows] == [kept]
        choose(number, NEW)
        actions.ask_for_assistance(number=number, material_code="owner-consent", actor=applicant, at=MONDAY)
        assert Assistance.objects.filter(matter__closed_at=None).count() == 2

    def test_make_no_copy_of_a_licence_for_a_material_that_fell_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        business_licence()
        number = for_the_road()
        whole = reading.version_of
        assert MaterialFinding.objects.filter(matter__number=number, outcome="found", path="licence").exists()

        monkeypatch.setattr(
            reading,
            "version_of",
            lambda pk: replace(whole(pk), materials=tuple(m for m in whole(pk).materials if m.carrier == "form")),
        )
        actions.resolve_materials(number=number, actor=actor("applicant"), at=MONDAY)
        facts = read_case(number, actor("applicant"))

        assert copy_found_licences(facts, at=MONDAY) == 0
        assert not Copy.objects.exists()
        assert data_sets(facts, [])["finding"] == []

    def test_keep_no_file_for_what_fell_away_while_it_was_looked_into(self) -> None:
        number, applicant = drafted(NEW), actor("applicant")
        consent = material_of(read_case(number, applicant), "owner-consent")
        choose(number, OWN)

        with pytest.raises(NotFound):
            enter(number, consent, "图.pdf", files.put(pdf(), files.MEDIA_TYPES["pdf"]), applicant, MONDAY)

        assert not CaseMaterial.objects.filter(matter__number=number).exists()

    def test_are_not_told_of_a_file_that_the_case_does_not_ask_for(self) -> None:
        number = case("draft")
        stray = CaseMaterial.objects.filter(matter__number=number).first()
        assert stray is not None
        stray.pk, stray.code, stray.name, stray.file_name = None, "fell-away", "不用的材料", "不用的.png"
        stray.save()

        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        said = JournalEntry.objects.get(matter__number=number, verb="submit").facts["materials"]
        receipt = str(Document.objects.filter(matter__number=number, kind="receipt").values().get())
        assert "plan" in said
        assert "fell-away" not in said
        assert "不用的材料" not in receipt

    def test_give_from_a_sibling_draft_what_is_newly_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        same, applicant = "企业投资项目备案证明", actor("applicant")
        material("owner-consent", name=same)
        monkeypatch.setattr(share_material, "version_of", reading.version_of)
        advert = next(row.code for row in find("户外广告").results if "户外广告" in row.name)
        both = [advert, codes()[0]]
        begin_combined(
            task_codes=both, actor=applicant, at=MONDAY, organisation_id=company(applicant), situations={advert: OWN}
        )
        mine, theirs = (Case.objects.get(task_code=code).matter.number for code in both)
        give(theirs, material_code(theirs, same))
        assert not CaseMaterial.objects.filter(matter__number=mine).exists()

        choose(mine, NEW)

        held = CaseMaterial.objects.get(matter__number=mine, removed_at=None)
        assert (held.code, held.sha256) == ("owner-consent", CaseMaterial.objects.get(matter__number=theirs).sha256)
        assert "owner-consent" not in missing(mine)


class TestShown:
    def test_is_what_is_changed_or_nothing_is(self) -> None:
        number = drafted(NEW)
        seen = situation_change(actor("applicant"), number, OWN).mark
        give(number, "owner-consent")

        with pytest.raises(actions.ShownOtherwise):
            agree(number, OWN, seen)
        assert case_of(number).situation == NEW
        assert CaseMaterial.objects.filter(matter__number=number, removed_at=None).count() == 1

        agree(number, OWN, situation_change(actor("applicant"), number, OWN).mark)
        assert case_of(number).situation == OWN

    def test_is_another_one_for_another_situation_before_and_for_promises_since(self) -> None:
        number = drafted(NEW)
        seen = situation_change(actor("applicant"), number, OWN).mark
        Commitment.objects.create(
            matter=case_of(number).matter, kind="promise", told_version="1", replaces=[], signed_at=MONDAY
        )
        promised = situation_change(actor("applicant"), number, OWN).mark
        choose(number, {"site": "others", "work": "picture"})
        elsewhere = situation_change(actor("applicant"), number, OWN).mark

        assert len({seen, promised, elsewhere}) == 3


class TestAgent:
    def test_changes_it_under_a_mandate_and_not_without(self) -> None:
        school = next(row.code for row in find("义务教育入学报名").results if row.name == "义务教育入学报名")
        given, father = mandated(), actor(FATHER)
        number = actions.draft(
            task_code=school,
            actor=again(DAUGHTER),
            at=MONDAY,
            principal_id=father.person_id,
            situation={"household": "here"},
        )
        rented = {"household": "elsewhere", "staying": "rented"}

        actions.choose_situation(number=number, situation=rented, actor=again(DAUGHTER), at=MONDAY)
        assert case_of(number).situation == rented

        revoke_mandate(mandate_id=given, actor=father, at=MONDAY)
        with pytest.raises(NotFound):
            actions.choose_situation(number=number, situation={"household": "here"}, actor=again(DAUGHTER), at=MONDAY)
        with pytest.raises(NotFound):
            situation_change(again(DAUGHTER), number, {"household": "here"})
        assert case_of(number).situation == rented
