"""Importing items: all or none, once or twice, new content as a new version."""

from __future__ import annotations

import datetime as dt
import pathlib
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalogue.factories import AT, LATER, a_service, an_item, imported
from tongban.catalogue.actions import import_items, import_themes
from tongban.catalogue.models import (
    Basis,
    Implementation,
    Item,
    Material,
    Revision,
    SearchDocument,
    Step,
    Theme,
    Version,
)
from tongban.catalogue.queries import implementation, version
from tongban.catalogue.queries.preview import preview_items
from tongban.kernel.models import Announcement
from tongban.parties.models import Authority
from tongban.parties.rules.reports import ImportRefused, Report

GOOD = """
catalog_code = "520117002000"
name = "挖掘城市道路许可"
authority = "works"
type = "01"
level = "3"
instance = "promised"
promised_days = 9
audience = ["company"]
themes = ["construction"]
channels = ["web"]
review = "before_decision"
listed_as = "行政许可事项清单 挖掘城市道路审批"
[result]
kind = "none"
[[basis]]
law = "城市道路管理条例"
[[steps]]
code = "review"
name = "审查"
authority = "works"
days = 5
kind = "review"
"""


def problems_of(refused: pytest.ExceptionInfo[ImportRefused]) -> list[tuple[str, int, str, str]]:
    return [(p.file, p.row, p.field, p.message) for p in refused.value.problems]


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Item, Implementation, Version, Material, SearchDocument))


@pytest.mark.usefixtures("city")
class TestImportItems:
    def test_creates_the_item_its_implementation_and_a_published_version(self) -> None:
        report = imported(an_item())

        assert report == Report(created=1, changed=0, unchanged=0)
        kept = Version.objects.get()
        code = Authority.objects.get(key="works").uscc + "3520117002000"
        assert (kept.number, kept.state, kept.published_at, kept.superseded_at) == (1, "published", AT, None)
        assert kept.effective_on.isoformat() == "2026-03-02"
        assert kept.implementation.task_code == code
        assert kept.implementation.current == kept
        assert kept.implementation.item.catalog_code == "520117002000"
        assert list(Basis.objects.values_list("law", "article")) == [("城市道路管理条例", "第三十三条")]
        assert list(Step.objects.values_list("code", "authority__key", "after")) == [
            ("review", "works", []),
            ("traffic", "police", []),
            ("decide", "works", ["review", "traffic"]),
        ]
        assert kept.form["properties"]["length"]["maximum"] == 500
        assert SearchDocument.objects.get().text.name_key == "挖掘城市道路许可"

    def test_announces_each_published_version(self) -> None:
        imported(an_item())

        said = Announcement.objects.get(topic="catalogue.version_published")
        kept = Version.objects.get()
        assert said.key == kept.pk
        assert said.payload == {"task_code": kept.implementation.task_code, "number": 1}

    def test_changes_nothing_the_second_time(self) -> None:
        imported(an_item())
        before = (written(), Version.objects.values().get(), Announcement.objects.count())

        report = imported(an_item(), at=LATER)

        assert report == Report(created=0, changed=0, unchanged=1)
        assert (written(), Version.objects.values().get(), Announcement.objects.count()) == before

    def test_gives_changed_content_a_new_version_and_keeps_the_old(self) -> None:
        imported(an_item(), a_service(1, "查询"))
        old = Version.objects.get(type="01")

        report = imported(an_item(promised_days=8), a_service(1, "查询"), at=LATER)

        assert report == Report(created=0, changed=1, unchanged=1)
        old.refresh_from_db()
        assert (old.state, old.superseded_at, old.promised_days) == ("superseded", LATER, 9)
        view = implementation(old.implementation.task_code)
        assert (view.number, view.promised_days) == (2, 8)
        kept = version(old.pk)
        assert (kept.number, kept.state, kept.promised_days, len(kept.materials)) == (1, "superseded", 9, 2)

    def test_goes_back_to_earlier_content_as_a_third_version(self) -> None:
        imported(an_item())
        imported(an_item(promised_days=8))

        imported(an_item())

        assert list(Version.objects.values_list("number", "state")) == [
            (1, "superseded"),
            (2, "superseded"),
            (3, "published"),
        ]

    def test_leaves_items_that_the_source_does_not_have(self) -> None:
        imported(an_item())

        imported(a_service(1, "查询"))

        assert Implementation.objects.filter(current__state="published").count() == 2

    def test_takes_one_item_for_two_authorities(self) -> None:
        report = imported(an_item(), an_item(authority="county", level="4"))

        assert report.created == 2
        assert Item.objects.count() == 1
        assert set(Implementation.objects.values_list("region_id", "level")) == {
            ("990100000000", "3"),
            ("990101000000", "4"),
        }

    def test_costs_as_many_queries_for_many_as_for_one(self) -> None:
        with CaptureQueriesContext(connection) as for_one:
            imported(an_item())
        with CaptureQueriesContext(connection) as for_many:
            imported(*(an_item(catalog_code=f"520117{number:03d}000") for number in range(100, 160)))

        # One more where items are compared with those beside them.
        assert len(for_many) <= len(for_one) + 1 < 64

    @pytest.mark.parametrize(
        ("second", "problem"),
        [
            (
                {"level": "4", "authority": "nobody"},
                ("authority", "没有标识为“nobody”的实施主体，请先导入机构或改正标识。"),
            ),
            ({"level": "4", "themes": ["none"]}, ("themes", "没有标识为“none”的主题，请先导入主题或改正标识。")),
            ({"name": "另一个名称", "authority": "county", "level": "4"}, None),
            ({}, ("catalog_code", "与  第 1 项是同一实施主体的同一事项，请只保留一个。")),
        ],
    )
    def test_refuses_all_when_one_is_wrong(self, second: dict[str, Any], problem: tuple[str, str] | None) -> None:
        problem = problem or ("name", "与  第 1 项基本编码相同而名称或类型不同，同一事项应一致。")

        with pytest.raises(ImportRefused) as refused:
            imported(an_item(), an_item(**second))

        assert problems_of(refused) == [("", 2, *problem)]
        assert written() == (0, 0, 0, 0, 0)

    def test_comes_by_a_revision_that_the_journal_keeps(self) -> None:
        imported(an_item())
        imported(an_item(promised_days=8), a_service(1, "查询"), at=LATER)

        revision = Revision.objects.order_by("pk").last()
        assert revision is not None
        matter = revision.matter
        assert (matter.kind, matter.state, matter.closed_at) == ("revision", "in_force", LATER)
        assert matter.finished_on == dt.date(2026, 4, 1)
        assert (revision.source, revision.author_id) == ("system", None)
        entry = matter.entries.get()
        assert entry.verb == "load"
        assert {key: entry.facts[key] for key in ("created", "changed", "unchanged")} == {
            "created": 1,
            "changed": 1,
            "unchanged": 0,
        }
        assert {version.revision_id for version in Version.objects.filter(published_at=LATER)} == {revision.pk}

    def test_opens_no_revision_where_nothing_changes(self) -> None:
        imported(an_item())

        imported(an_item(), at=LATER)

        assert Revision.objects.count() == 1

    def test_says_how_a_changed_version_differs(self) -> None:
        imported(an_item())
        imported(an_item(promised_days=10), at=LATER)

        first, second = Version.objects.order_by("number")
        assert first.changes == []
        assert [(each["field"], each["before"], each["after"]) for each in second.changes] == [("promised_days", 9, 10)]

    @pytest.mark.parametrize("state", ["draft", "scheduled"])
    def test_is_refused_while_the_same_item_is_changed_or_waits_for_its_day(self, state: str) -> None:
        imported(an_item())
        kept = Version.objects.get()
        Version.objects.create(
            implementation=kept.implementation,
            number=2,
            state=state,
            effective_on=kept.effective_on,
            created_at=AT,
            type="01",
            instance="promised",
            result_kind="none",
            promised_days=9,
        )

        with pytest.raises(ImportRefused) as refused:
            imported(an_item(promised_days=8))

        assert problems_of(refused) == [("", 1, "", "正在变更单  中修改，请先将其办结或撤销，再导入。")]
        assert Version.objects.count() == 2
        assert imported(an_item()) == Report(unchanged=1)

    def test_refuses_a_local_code_that_another_item_has(self) -> None:
        imported(an_item(local_code="GY-1"))
        before = written()

        with pytest.raises(ImportRefused) as refused:
            imported(a_service(1, "查询", local_code="GY-1"))

        assert problems_of(refused) == [("", 1, "local_code", "地方编码“GY-1”已被另一事项使用，请改用其他编码。")]
        assert written() == before

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"name": "破路许可"}, "name"), ({"basis": [{"law": "另一条例", "article": "第一条"}]}, "basis")],
    )
    def test_refuses_what_differs_from_the_same_item_elsewhere(self, changes: dict[str, Any], field: str) -> None:
        imported(an_item())
        before = written()

        with pytest.raises(ImportRefused) as refused:
            imported(a_service(1, "查询"), an_item(authority="county", level="4", **changes))

        assert [(row, where) for _file, row, where, _said in problems_of(refused)] == [(2, field)]
        assert [each.field for each in preview_items([an_item(authority="county", level="4", **changes)]).problems] == [
            field
        ]
        assert written() == before

    def test_takes_the_same_item_under_another_name_when_all_of_them_take_it(self) -> None:
        both = [{"authority": "works"}, {"authority": "county", "level": "4"}]
        imported(*(an_item(**each) for each in both))

        imported(*(an_item(**each, name="破路许可") for each in both), at=LATER)

        assert Item.objects.get().name == "破路许可"


@pytest.mark.usefixtures("city")
class TestImportItemsFromAFolder:
    def test_reads_every_toml_file(self, tmp_path: pathlib.Path) -> None:
        (tmp_path / "road.toml").write_text(GOOD, encoding="utf-8")
        (tmp_path / "notes.txt").write_text("not an item", encoding="utf-8")

        assert import_items(tmp_path, at=AT) == Report(created=1)
        assert import_items(tmp_path, at=LATER) == Report(unchanged=1)

    def test_names_file_and_field_of_each_problem_and_changes_nothing(self, tmp_path: pathlib.Path) -> None:
        (tmp_path / "a-good.toml").write_text(GOOD, encoding="utf-8")
        (tmp_path / "b-bad.toml").write_text(
            GOOD.replace("promised_days = 9", 'promised_days = "nine"'), encoding="utf-8"
        )
        (tmp_path / "c-broken.toml").write_text("name = [", encoding="utf-8")

        with pytest.raises(ImportRefused) as refused:
            import_items(tmp_path, at=AT)

        assert problems_of(refused) == [
            ("b-bad.toml", 1, "promised_days", "类型不对，应为整数。"),
            ("c-broken.toml", 1, "", "第 1 行第 9 列不符合 TOML 语法，请检查引号、括号和等号。"),
        ]
        assert written() == (0, 0, 0, 0, 0)

    def test_says_when_the_folder_is_not_there(self, tmp_path: pathlib.Path) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_items(tmp_path / "nowhere", at=AT)

        assert problems_of(refused)[0][3] == "没有这个文件夹或文件，请核对路径。"


@pytest.mark.usefixtures("city")
class TestImportThemes:
    def test_creates_changes_and_leaves(self) -> None:
        report = import_themes(
            [
                {"key": "construction", "name": "工程建设", "name_en": "Construction", "audience": ["company"]},
                {"key": "family", "name": "家庭", "name_en": "Family", "audience": ["person"]},
                {"key": "health", "name": "医疗卫生"},
            ],
            at=LATER,
        )

        assert report == Report(created=1, changed=1, unchanged=1)
        assert list(Theme.objects.values_list("key", "name", "order")) == [
            ("construction", "工程建设", 1),
            ("family", "家庭", 2),
            ("health", "医疗卫生", 3),
        ]

    def test_refuses_unknown_audiences_and_repeated_keys(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_themes([{"key": "a", "name": "甲", "audience": ["cats"]}, {"key": "a", "name": "乙"}], at=AT)

        assert [(row, field) for _file, row, field, _message in problems_of(refused)] == [
            (1, "audience[1]"),
            (2, "key"),
        ]
        assert Theme.objects.count() == 2
