"""Published versions: only drafts are published, and what is published stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.catalogue.factories import AT, LATER, an_item, imported
from tongban.catalogue.actions import index_search, publish_versions
from tongban.catalogue.actions.publish_versions import NotADraft
from tongban.catalogue.models import Basis, Implementation, Material, SearchDocument, Version
from tongban.catalogue.queries import counts, find, implementation, themes, version
from tongban.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("city")


def a_draft(**changes: object) -> Version:
    """Store a second version of the imported item, not yet published."""
    first = Version.objects.get()
    values = {**Version.objects.values().get(pk=first.pk), "number": 2, "state": "draft", "published_at": None}
    del values["id"]
    return Version.objects.create(**{**values, **changes})


class TestPublishVersions:
    def test_supersedes_the_version_in_use(self) -> None:
        imported(an_item())
        first = Version.objects.get()
        draft = a_draft(name="挖掘城市道路审批")

        assert publish_versions(version_ids=[draft.pk], at=LATER) == 1

        draft.refresh_from_db()
        first.refresh_from_db()
        assert (draft.state, draft.published_at) == ("published", LATER)
        assert (first.state, first.superseded_at) == ("superseded", LATER)
        assert implementation(first.implementation.task_code).name == "挖掘城市道路审批"
        assert SearchDocument.objects.get().text.name_key == "挖掘城市道路审批"

    def test_refuses_what_is_no_draft_and_changes_nothing(self) -> None:
        imported(an_item())
        first = Version.objects.get()
        draft = a_draft()

        with pytest.raises(NotADraft):
            publish_versions(version_ids=[draft.pk, first.pk], at=LATER)

        draft.refresh_from_db()
        assert draft.state == "draft"
        assert implementation(first.implementation.task_code).number == 1

    def test_keeps_drafts_from_the_public(self) -> None:
        imported(an_item())
        draft = a_draft(name="还没公布")

        with pytest.raises(NotFound):
            version(draft.pk)
        assert find("还没公布").count == 0

    def test_holds_one_published_version_an_implementation(self) -> None:
        imported(an_item())

        with pytest.raises(IntegrityError), transaction.atomic():
            a_draft(state="published", published_at=AT)


class TestImmutability:
    @pytest.mark.parametrize(
        "change",
        [
            lambda: Version.objects.update(promised_days=1),
            lambda: Version.objects.update(number=7),
            lambda: Version.objects.update(form={}),
            lambda: Version.objects.update(state="draft"),
            lambda: Version.objects.update(published_at=LATER),
            lambda: Implementation.objects.update(current=None) and Version.objects.all().delete(),
            lambda: Material.objects.update(name="别的材料"),
            lambda: Material.objects.all().delete(),
            lambda: Basis.objects.create(version=Version.objects.get(), law="某法", order=9),
        ],
    )
    def test_is_held_by_the_database(self, change: Callable[[], object]) -> None:
        imported(an_item())
        before = (Version.objects.values().get(), list(Material.objects.values()), Basis.objects.count())

        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            change()

        assert refused.value.__cause__ is not None
        assert getattr(refused.value.__cause__, "sqlstate", "") == "23001"
        assert (Version.objects.values().get(), list(Material.objects.values()), Basis.objects.count()) == before

    def test_forbids_moving_a_row_out_of_a_published_version(self) -> None:
        imported(an_item())
        draft = a_draft()

        with pytest.raises(DatabaseError), transaction.atomic():
            Material.objects.filter(code="plan").update(version=draft)

    def test_lets_a_superseded_version_go_nowhere(self) -> None:
        imported(an_item())
        imported(an_item(promised_days=8))

        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.filter(number=1).update(state="published")

    def test_lets_drafts_be_written_and_none_be_deleted(self) -> None:
        imported(an_item())
        draft = a_draft()

        Basis.objects.create(version=draft, law="某法", order=1)
        Version.objects.filter(pk=draft.pk).update(promised_days=3)
        Basis.objects.filter(version=draft).update(law="另一法")

        with pytest.raises(IntegrityError), transaction.atomic():
            draft.delete()
        assert Version.objects.filter(pk=draft.pk).values_list("promised_days", flat=True).get() == 3


class TestConstraints:
    @pytest.mark.parametrize(
        "values",
        [
            {"type": "99"},
            {"state": "gone"},
            {"instance": "soon"},
            {"legal_unit": "months"},
            {"result_kind": "song"},
            {"audience": ["cats"]},
            {"channels": ["pigeon"]},
            {"online_depth": ["9"]},
            {"instance": "instant", "promised_days": 3},
            {"number": 0},
            {"number": 1},
        ],
    )
    def test_refuse_what_the_code_sets_do_not_have(self, values: dict[str, object]) -> None:
        imported(an_item())

        with pytest.raises(IntegrityError), transaction.atomic():
            a_draft(**values)


class TestIndexSearch:
    def test_builds_everything_again(self) -> None:
        imported(an_item())
        SearchDocument.objects.all().delete()
        assert find("道路").count == 0

        assert index_search() == 1

        assert find("道路").count == 1

    def test_forgets_what_is_no_longer_in_use(self) -> None:
        imported(an_item())
        Implementation.objects.update(current=None)

        assert index_search() == 0

        assert SearchDocument.objects.count() == 0
        assert (counts().items, counts().authorities, [theme.count for theme in themes()]) == (0, 0, [0, 0])
