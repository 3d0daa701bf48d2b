"""A draft keeps what is not finished, never what the item is known by, and says which fields were edited."""

from typing import Any

import pytest

from tests.catalogue.revisions.flow import MONDAY, draft_of, edited, revision, trace
from tests.city import actor
from tongban.catalogue.actions import edit_revision
from tongban.catalogue.actions.revisions.edit_revision import ChangedMeanwhile
from tongban.catalogue.models import Finding, Version
from tongban.catalogue.rules.drafts import print_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry


class TestEditRevision:
    def test_keeps_even_what_is_not_finished(self) -> None:
        number = revision()

        edited(number, name="", instance="", audience=[], steps=[], result={}, legal_days=None)

        content = draft_of(number).content
        assert (content["name"], content["audience"], content["steps"]) == ("", [], [])
        assert content["result"] == {"name": "", "licence_type": "", "validity_months": None}

    def test_never_undoes_what_somebody_else_wrote_in_between(self) -> None:
        number = revision()
        read = draft_of(number)
        edited(number, role="bian.xiulan", phone="0851-12345678")
        before = trace()
        asked = {"number": number, "version_id": read.pk, "actor": actor("steward"), "at": MONDAY}

        with pytest.raises(ChangedMeanwhile):
            edit_revision(content={**read.content, "name": "新名称"}, seen=print_of(read.content), **asked)

        assert trace() == before
        now = draft_of(number).content
        edit_revision(content={**now, "name": "新名称"}, seen=print_of(now), **asked)
        assert (draft_of(number).content["name"], draft_of(number).content["phone"]) == ("新名称", "0851-12345678")

    def test_keeps_the_columns_that_lists_show(self) -> None:
        number = revision()

        edited(number, name="挖掘城市道路审批", instance="instant", result={"kind": "none"})

        draft = draft_of(number)
        assert (draft.name, draft.instance, draft.result_kind) == ("挖掘城市道路审批", "instant", "none")

    def test_names_the_changed_fields_in_the_journal_and_not_what_they_say(self) -> None:
        number = revision()

        edited(number, name="新名称", phone="0851-12345678")

        last = JournalEntry.objects.filter(matter__number=number).latest("sequence")
        assert (last.verb, last.facts) == ("edit", {"version": draft_of(number).pk, "fields": ["name", "phone"]})

    def test_finds_what_the_quality_rules_say_of_it(self) -> None:
        number = revision()

        edited(number, promised_days=40)

        found = Finding.objects.filter(version=draft_of(number))
        assert ("Q01", "error") in found.values_list("rule", "severity")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("catalog_code", "520117002001"),
            ("type", "20"),
            ("authority", "gongan"),
            ("level", "4"),
            ("variant", "other"),
        ],
    )
    def test_never_changes_what_the_item_is_known_by(self, field: str, value: str) -> None:
        number = revision()
        before = trace()

        with pytest.raises(BadInput) as refused:
            edited(number, **{field: value})

        assert field in refused.value.errors
        assert trace() == before

    def test_takes_a_content_that_leaves_out_what_the_item_is_known_by(self) -> None:
        number = revision()
        draft = draft_of(number)
        content = {key: value for key, value in draft.content.items() if key not in ("authority", "catalog_code")}

        edit_revision(number=number, version_id=draft.pk, content=content, actor=actor("steward"), at=MONDAY)

        assert draft_of(number).content == draft.content

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("nonsense", "x"),
            ("materials", "none"),
            ("materials", ["none"]),
            ("result", []),
            ("name", ["x"]),
            ("name", "a\x00"),
            ("questions", [{"question": "\ud800", "answer": "x"}]),
        ],
    )
    def test_names_what_not_even_a_draft_can_hold(self, field: str, value: Any) -> None:
        number = revision()
        before = trace()

        with pytest.raises(BadInput) as refused:
            edited(number, **{field: value})

        assert list(refused.value.errors) == [field]
        assert trace() == before

    @pytest.mark.parametrize("role", ["item_reviewer", "publisher"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = revision()
        before = trace()

        with pytest.raises(NotYours):
            edited(number, role=role, name="别的名称")

        assert trace() == before

    @pytest.mark.parametrize("role", ["clerk", "stranger", "applicant"])
    def test_is_not_found_by_who_has_nothing_to_do_with_it(self, role: str) -> None:
        number = revision()

        with pytest.raises(NotFound):
            edited(number, role=role, name="别的名称")

    @pytest.mark.parametrize("state", ["reviewing", "approving", "in_force"])
    def test_is_refused_once_it_is_sent(self, state: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotAllowedNow):
            edited(number, name="别的名称")

        assert trace() == before

    def test_finds_only_drafts_of_this_revision(self) -> None:
        number = revision()
        other = Version.objects.filter(state="published").first()
        assert other is not None

        with pytest.raises(NotFound):
            edit_revision(number=number, version_id=other.pk, content={}, actor=actor("steward"), at=MONDAY)
