"""`migrate` is killed on its way, the database with it, and run again: it ends in the same shape with the same data."""

import pathlib

import pytest

from tests.faults.harness.house import city_home, home_of_its_own
from tests.faults.harness.migrating import FEWEST_STEPS, Migrating
from tests.shape import shape_read_again
from tongban.kernel.rules.release import RELEASES

OLD = pathlib.Path(__file__).parents[1] / "cli" / "releases" / f"{RELEASES[-2]}.tar"
GROWING = {"DJANGO_SETTINGS_MODULE": "tests.faults.harness.growing_settings"}
# How many parts of the slow migration are done cannot be seen from outside, only that it is at it.
IS_AT_IT = "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '%%growing_row SET times%%' AND wait_event = %s"


@pytest.mark.slow
class TestMigrate:
    def test_ends_in_the_same_shape_however_often_it_was_killed_from_the_first_table_on(self) -> None:
        with city_home() as whole, home_of_its_own() as home:
            finished, killed = Migrating(whole), Migrating(home)
            with finished.database:
                shape, contents = finished.shape(), finished.contents()

            # After 51 the tables of matters come, after 88 those of cases, each in one step.
            for steps, database_too in ((1, False), (51, True), (88, False), (100, True)):
                killed.kill_when(FEWEST_STEPS, steps, database_too=database_too)
            killed.finish()

            with killed.database:
                assert killed.shape() == shape
                assert killed.contents() == contents

    def test_of_the_release_before_ends_there_as_well_some_apps_having_come_further_than_others(self) -> None:
        with city_home() as whole, home_of_its_own() as home:
            finished, killed = Migrating(whole), Migrating(home)
            with finished.database:
                shape = shape_read_again(finished.database)
            killed.finish("restore", str(OLD))
            with killed.database:
                [(begun,)] = killed.ask("SELECT count(*) FROM django_migrations")

            for steps, database_too in ((3, True), (8, False)):
                killed.kill_when(FEWEST_STEPS, begun + steps, database_too=database_too)
            killed.finish()

            with killed.database:
                assert shape_read_again(killed.database) == shape

    def test_changes_each_row_once_however_often_it_was_killed_on_the_way(self) -> None:
        with city_home() as home:
            slow = Migrating(home, **GROWING)

            for database_too in (False, True, False):
                slow.kill_when(IS_AT_IT, "PgSleep", database_too=database_too)
            slow.finish()

            with slow.database:
                assert slow.ask("SELECT count(*), sum(times), count(half) FROM growing_row") == [(2000, 2000, 2000)]
                assert slow.ask("SELECT count(*) FROM django_migrations WHERE app = 'growing'") == [(2,)]
