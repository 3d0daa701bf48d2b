"""What the rules find is kept: reasons stay, what is mended goes."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.catalogue.revisions.flow import brought, draft_of, entries, revision
from tests.city import DAY, MONDAY, actor
from tongban.catalogue.actions import pass_review
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.actions.give_reason import NotAWarning, give_reason
from tongban.catalogue.actions.load_quality_rules import load_quality_rules, shipped_rules
from tongban.catalogue.actions.set_quality_rule import set_quality_rule
from tongban.catalogue.models import Finding, Implementation, QualityRule, Version
from tongban.catalogue.queries import blocking, findings_of, rules_in_force
from tongban.catalogue.queries.revisions import revision_view
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.rules.actor import DutyKind, Held


def item(place: int = 0) -> Implementation:
    """Return an item of the authority whose editor the story names."""
    found = Implementation.objects.filter(authority__key="chengguan", current__type="01").order_by("task_code")
    return found.select_related("current")[place]


def draft(*, state: str = "draft", **changes: Any) -> Version:
    """Return a draft of the item that differs so from what is in force."""
    current = item().current
    content = {**copy.deepcopy(current.content), **changes}
    return Version.objects.create(
        implementation_id=current.implementation_id,
        number=99,
        state=state,
        effective_on=MONDAY.date(),
        created_at=MONDAY,
        content=content,
        name=current.name,
        type="01",
        instance="promised",
        result_kind="none",
        promised_days=1,
    )


def elsewhere() -> None:
    """Let another authority carry the item out, too, as it stands."""
    current = item().current
    other = Implementation.objects.exclude(authority_id=item().authority_id).order_by("task_code")[0]
    row = Implementation.objects.create(
        task_code="x", item_id=item().item_id, authority_id=other.authority_id, region_id=other.region_id, level="3"
    )
    version = draft()
    Version.objects.filter(pk=version.pk).update(
        implementation=row, state="published", published_at=MONDAY, content=current.content
    )


def kept(version: Version) -> list[tuple[str, str, str, str]]:
    return [(row.rule, row.severity, row.field, row.reason) for row in findings_of([version.pk])]


def checked(version: Version, at: dt.datetime = MONDAY) -> list[tuple[str, str, str, str]]:
    check_versions(version_ids=[version.pk], at=at)
    return kept(version)


class TestCheckVersions:
    def test_keeps_what_is_found_and_drops_what_is_mended(self) -> None:
        wrong = draft(questions=[], listed_as="")

        found = checked(wrong)
        assert ("Q11", "warning", "questions", "") in found
        assert ("Q14", "error", "listed_as", "") in found
        Version.objects.filter(pk=wrong.pk).update(content={**wrong.content, "listed_as": "清单第 1 项"})

        assert "Q14" not in [row[0] for row in checked(wrong)]

    def test_changes_nothing_the_second_time(self) -> None:
        wrong = draft(questions=[])
        check_versions(version_ids=[wrong.pk], at=MONDAY)
        before = list(Finding.objects.values())

        check_versions(version_ids=[wrong.pk], at=MONDAY + DAY)

        assert list(Finding.objects.values()) == before

    def test_keeps_the_reason_of_the_same_finding(self) -> None:
        wrong = draft_of(revision(questions=[]))
        give_reason(
            version_id=wrong.pk, rule="Q11", field="questions", reason="新设", actor=actor("steward"), at=MONDAY
        )

        assert ("Q11", "warning", "questions", "新设") in checked(wrong, MONDAY + DAY)

    def test_takes_the_reason_over_from_the_version_in_force(self) -> None:
        current = item().current
        Finding.objects.create(
            version=current,
            rule="Q11",
            severity="warning",
            field="questions",
            message="行政许可事项至少应有一条常见问题。",
            words={},
            found_at=MONDAY,
            reason="新设",
            reasoned_by="某人",
        )

        assert ("Q11", "warning", "questions", "新设") in checked(draft(questions=[]))

    def test_leaves_alone_what_has_not_the_shape_of_an_item(self) -> None:
        assert checked(draft(steps=[])) == []

    def test_goes_by_the_citys_own_rule(self) -> None:
        wrong = draft(questions=[])
        set_quality_rule(code="Q11", severity="error", basis="某市办法", effective_from=dt.date(2026, 3, 3))

        assert ("Q11", "warning", "questions", "") in checked(wrong)
        assert ("Q11", "error", "questions", "") in checked(wrong, MONDAY + DAY)

    def test_finds_whose_standard_is_not_that_of_most(self) -> None:
        elsewhere()

        assert [row for row in checked(draft(name="挖路许可")) if row[0] == "Q15"] == [("Q15", "error", "name", "")]

    def test_finds_nothing_where_nobody_else_has_the_item(self) -> None:
        assert [row for row in checked(draft(name="挖路许可")) if row[0] == "Q15"] == []

    def test_looks_over_all_at_once(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(16):
            count = check_versions(version_ids=None, at=MONDAY)

        assert Finding.objects.count() == count
        assert not Finding.objects.filter(severity="error").exists()

    def test_tells_in_words_that_can_be_translated(self) -> None:
        wrong = draft(condition_rules=["answers.no_such > 1"] * len(item().current.content["conditions"]))

        check_versions(version_ids=[wrong.pk], at=MONDAY)

        message = next(row.message for row in findings_of([wrong.pk]) if row.rule == "Q17")
        assert message.values == {"name": "answers.no_such"}


class TestBlocking:
    def test_holds_errors_and_warnings_that_nobody_explained(self) -> None:
        wrong = draft_of(revision(questions=[], listed_as=""))
        for row in blocking([wrong.pk]):
            if row.severity == "warning":
                give_reason(
                    version_id=wrong.pk, rule=row.rule, field=row.field, reason="新", actor=actor("steward"), at=MONDAY
                )

        assert [row.rule for row in blocking([wrong.pk])] == ["Q14"]


class TestGiveReason:
    def test_is_for_editors_and_of_warnings(self) -> None:
        wrong = draft_of(revision(questions=[], listed_as=""))
        given: dict[str, Any] = {"version_id": wrong.pk, "rule": "Q11", "field": "questions", "at": MONDAY}
        before = JournalEntry.objects.count()

        with pytest.raises(NotYours):
            give_reason(**given, reason="新", actor=actor("item_reviewer"))
        with pytest.raises(NotFound):
            give_reason(**given, reason="新", actor=actor("clerk"))
        with pytest.raises(BadInput):
            give_reason(**given, reason=" ", actor=actor("steward"))
        with pytest.raises(NotAWarning):
            give_reason(**{**given, "rule": "Q14", "field": "listed_as"}, reason="新", actor=actor("steward"))
        with pytest.raises(NotFound):
            give_reason(**{**given, "rule": "Q01"}, reason="新", actor=actor("steward"))
        with pytest.raises(NotFound):
            give_reason(**{**given, "field": "\x00"}, reason="新", actor=actor("steward"))

        assert not Finding.objects.exclude(reason="").exists()
        assert JournalEntry.objects.count() == before

    def test_is_a_step_of_the_revision_that_tells_who_and_of_what_but_not_the_words(self) -> None:
        number = revision(questions=[])
        wrong = draft_of(number)

        give_reason(
            version_id=wrong.pk, rule="Q11", field="questions", reason=" 新 ", actor=actor("steward"), at=MONDAY
        )

        kept = Finding.objects.get(rule="Q11", version=wrong)
        assert (kept.reason, kept.reasoned_by) == ("新", actor("steward").name)
        assert entries(number)[-1] == ("edit", actor("steward").name)
        last = JournalEntry.objects.filter(matter__number=number).latest("sequence")
        assert last.facts == {"version": wrong.pk, "reason_for": "Q11", "field": "questions"}
        assert revision_view(number, actor("steward")).entries[-1].label == "说明了保留警告的理由"

    def test_makes_whoever_gave_it_an_author_who_does_not_review(self) -> None:
        number = revision(questions=[])
        duties = {Held(kind, item().authority_id) for kind in (DutyKind.EDITOR, DutyKind.ITEM_REVIEWER)}
        both = dataclasses.replace(actor("item_reviewer"), duties=frozenset(duties))
        give_reason(version_id=draft_of(number).pk, rule="Q11", field="questions", reason="新", actor=both, at=MONDAY)
        brought(number, "reviewing")

        with pytest.raises(NotYours):
            pass_review(number=number, actor=both, at=MONDAY)

        assert Matter.objects.get(number=number).state == "reviewing"

    def test_is_not_given_any_more_once_it_was_sent_to_review(self) -> None:
        number = revision("reviewing", questions=[])
        before = list(Finding.objects.values())

        with pytest.raises(NotAllowedNow):
            give_reason(
                version_id=draft_of(number).pk,
                rule="Q11",
                field="questions",
                reason="另一个",
                actor=actor("steward"),
                at=MONDAY,
            )

        assert list(Finding.objects.values()) == before


class TestRules:
    def test_are_kept_as_they_are_shipped_beside_what_the_city_set(self) -> None:
        set_quality_rule(code="Q09", severity="off", basis="local parameter", effective_from=MONDAY.date())
        own = list(QualityRule.objects.filter(shipped=False).values())
        QualityRule.objects.filter(code="Q09", shipped=True).update(settings={})

        assert load_quality_rules() == len(shipped_rules()) == 18

        assert QualityRule.objects.filter(shipped=True).count() == 18
        assert QualityRule.objects.get(code="Q09", shipped=True).settings != {}
        assert list(QualityRule.objects.filter(shipped=False).values()) == own

    def test_keep_what_a_citys_row_does_not_set(self) -> None:
        set_quality_rule(
            code="Q12",
            severity="warning",
            basis="local parameter",
            effective_from=dt.date(2026, 1, 1),
            settings={"when_days_are_left": "off"},
        )

        rule = rules_in_force(MONDAY.date()).rules["Q12"]

        assert rule.severity == "warning"
        assert rule.settings == {"calendar_days_per_working_day": 1.4, "when_days_are_left": "off"}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"code": "Q99"}, "code"),
            ({"severity": "fatal"}, "severity"),
            ({"basis": " "}, "basis"),
            ({"effective_to": dt.date(2025, 1, 1)}, "effective_to"),
            ({"settings": {"patterns": ["("]}}, "settings"),
            ({"settings": {"patterns": []}}, "settings"),
            ({"settings": {"words": ["x"]}}, "settings"),
        ],
    )
    def test_that_cannot_be_used_are_refused(self, wrong: dict[str, Any], field: str) -> None:
        good = {"code": "Q13", "severity": "error", "basis": "某市办法", "effective_from": dt.date(2026, 1, 1)}

        with pytest.raises(BadInput) as refused:
            set_quality_rule(**{**good, **wrong})

        assert list(refused.value.errors) == [field]
        assert not QualityRule.objects.filter(shipped=False).exists()
