import pathlib

import pytest

from tests.city import FOLDER, MONDAY
from tongban.kernel.rules.codes import licence_type_code_valid
from tongban.licences.actions import import_types
from tongban.licences.models import LicenceType
from tongban.parties.rules.reports import ImportRefused, Report

FILE = FOLDER / "licence_types.toml"
MORE = FOLDER / "licence_types_more.csv"


def written(folder: pathlib.Path, *rows: str) -> pathlib.Path:
    """Write a file with rows and return its path."""
    path = folder / "licence_types.toml"
    path.write_text("\n".join(f"[[licence_types]]\n{row}" for row in rows), encoding="utf-8")
    return path


def row(code: str, *, authority: str = "jiaoyu", name: str = "示例证", more: str = "") -> str:
    """Return a row as the file has it."""
    return f'code = "{code}"\nname = "{name}"\nauthority = "{authority}"\n{more}'


class TestImportTypes:
    def test_has_loaded_the_citys_types(self) -> None:
        kind = LicenceType.objects.get(code="road-excavation")

        assert LicenceType.objects.count() == LicenceType.objects.values("name").distinct().count() == 403
        assert all(licence_type_code_valid(code) for code in LicenceType.objects.values_list("type_code", flat=True))
        assert (kind.name, kind.authority.key, kind.validity_months) == ("挖掘城市道路许可证", "chengguan", 3)
        assert kind.type_code == f"{kind.authority.uscc}001"
        assert kind.fields[1] == {"key": "road_name", "label": "挖掘道路", "label_en": "Road", "level": 2}

    def test_can_be_run_again(self) -> None:
        before = list(LicenceType.objects.order_by("pk").values())

        report = import_types(FILE, at=MONDAY) + import_types(MORE, at=MONDAY)

        assert report == Report(0, 0, len(before))
        assert list(LicenceType.objects.order_by("pk").values()) == before

    def test_gives_a_short_row_the_usual_face_of_its_look(self) -> None:
        kind = LicenceType.objects.get(name="律师执业证")

        assert (kind.authority.key, kind.template, kind.holder_kinds, kind.one_per_holder) == (
            *("sifa", "qualification", ["person"], True),
        )
        assert {line["key"]: line["level"] for line in kind.fields} == {
            "sex": 2,
            "born_on": 3,
            "field": 1,
            "grade": 1,
        }

    def test_takes_the_code_of_the_defining_authority(self, tmp_path: pathlib.Path) -> None:
        more = 'type_code = "11100000000013338W011"\ndefined_by = "住房和城乡建设部"\nremind_days = [30, 60]'

        import_types(written(tmp_path, row("national", more=more)), at=MONDAY)

        kind = LicenceType.objects.get(code="national")
        assert (kind.type_code, kind.authority.key) == ("11100000000013338W011", "jiaoyu")
        assert (kind.defined_by, kind.remind_days) == ("住房和城乡建设部", [60, 30])

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ('template = "poster"', "template"),
            ('holder_kinds = ["dog"]', "holder_kinds"),
            ("remind_days = [0]", "remind_days"),
            ('catalog_codes = ["123"]', "catalog_codes"),
            ('type_code = "11100000000013338W0110"', "type_code"),
            ('fields = [{ key = "a", label = "甲", level = 5 }]', "fields #1 level"),
        ],
    )
    def test_names_the_field_that_it_cannot_take(self, more: str, field: str, tmp_path: pathlib.Path) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_types(written(tmp_path, row("bad", more=more)), at=MONDAY)

        assert [(each.row, each.field) for each in refused.value.problems] == [(1, field)]
        assert not LicenceType.objects.filter(code="bad").exists()

    def test_keeps_the_type_codes_of_what_is_known(self, tmp_path: pathlib.Path) -> None:
        codes = dict(LicenceType.objects.values_list("code", "type_code"))

        first = import_types(written(tmp_path, row("zzz-new"), row("aaa-newer")), at=MONDAY)
        second = import_types(written(tmp_path, row("aaa-newer", name="改名"), row("zzz-new")), at=MONDAY)

        now = dict(LicenceType.objects.values_list("code", "type_code"))
        assert (first, second) == (Report(2, 0, 0), Report(0, 1, 1))
        assert {code: now[code] for code in codes} == codes
        assert int(now["aaa-newer"][18:]) == int(now["zzz-new"][18:]) + 1
        assert LicenceType.objects.get(code="aaa-newer").name == "改名"

    def test_names_every_bad_row_and_changes_nothing(self, tmp_path: pathlib.Path) -> None:
        before = LicenceType.objects.count()
        path = written(
            tmp_path,
            row("good-one"),
            row("Bad Code"),
            row("good-one"),
            row("no-authority", authority="nobody"),
            row("no-name", name=""),
            row("bad-months", more="validity_months = -1"),
            row("bad-field", more='fields = [{ label = "无键" }]'),
            row("twice", more='fields = [{ key = "a", label = "甲" }, { key = "a", label = "乙" }]'),
        )

        with pytest.raises(ImportRefused) as refused:
            import_types(path, at=MONDAY)

        assert [(each.row, each.field) for each in refused.value.problems] == [
            (2, "code"),
            (3, "code"),
            (4, "authority"),
            (5, "name"),
            (6, "validity_months"),
            (7, "fields #1"),
            (8, "fields #2 key"),
        ]
        assert {each.file for each in refused.value.problems} == {"licence_types.toml"}
        assert LicenceType.objects.count() == before

    @pytest.mark.parametrize("text", ["[[licence_types]", 'licence_types = "x"', "\x00"])
    def test_says_what_is_wrong_with_a_file_that_cannot_be_read(self, tmp_path: pathlib.Path, text: str) -> None:
        path = tmp_path / "licence_types.toml"
        path.write_text(text)

        with pytest.raises(ImportRefused, match=r"读不出来|应写成"):
            import_types(path, at=MONDAY)

    def test_says_that_a_file_is_missing(self, tmp_path: pathlib.Path) -> None:
        with pytest.raises(ImportRefused, match="读不出来"):
            import_types(tmp_path / "licence_types.toml", at=MONDAY)
