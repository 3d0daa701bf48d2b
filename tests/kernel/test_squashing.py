"""A new database takes the squashed migrations, an older one the chain that they replace, and both mean the same."""

import functools
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from tongban.kernel.squashing import CreateModels

Step = tuple[str, str]


@functools.cache
def _loaded() -> MigrationLoader:
    return MigrationLoader(None, replace_migrations=False)


@functools.cache
def _squashed() -> dict[Step, Migration]:
    return {step: migration for step, migration in _loaded().disk_migrations.items() if "_squashed_" in step[1]}


@functools.cache
def _chain() -> tuple[Step, ...]:
    """Return every step of the time before any was squashed, in an order in which they can be done."""
    graph = _loaded().graph
    order = dict.fromkeys(step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf))
    return tuple(step for step in order if step not in _squashed())


def _steps(monkeypatch: pytest.MonkeyPatch, done: Iterable[Step]) -> list[Step]:
    """Return what a database that has done these steps would do next."""
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict.fromkeys(done))
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def _state(loader: MigrationLoader, *, squashed: bool) -> ProjectState:
    return loader.project_state([leaf for leaf in loader.graph.leaf_nodes() if squashed or leaf not in _squashed()])


def _columns(state: ProjectState) -> dict[Step, list[str]]:
    return {model: list(made.fields) for model, made in state.models.items()}


class TestChoice:
    def test_of_a_new_database_is_to_do_the_squashed_ones_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        steps = _steps(monkeypatch, [])

        replaced = {step for migration in _squashed().values() for step in migration.replaces}
        assert set(steps) == {*_squashed(), *_chain()} - replaced
        assert replaced

    @pytest.mark.parametrize("percent", range(2, 100, 6))
    def test_of_an_older_database_is_to_do_what_it_lacks_and_nothing_twice(
        self, monkeypatch: pytest.MonkeyPatch, percent: int
    ) -> None:
        done = len(_chain()) * percent // 100
        before, after = _chain()[:done], _chain()[done:]

        steps = _steps(monkeypatch, before)

        meant = [each for step in steps for each in (_squashed()[step].replaces if step in _squashed() else [step])]
        assert sorted(meant) == sorted(after)

    def test_of_a_database_that_went_all_the_way_is_to_do_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert _steps(monkeypatch, _chain()) == []


class TestSquashed:
    def test_replaces_the_first_of_its_app_up_to_the_one_it_is_named_after(self) -> None:
        for (app, name), migration in _squashed().items():
            last = name.split("_squashed_")[1]

            assert migration.replaces == sorted(step for step in _chain() if step[0] == app and step[1] <= last)

    def test_means_the_same_models_with_the_same_columns_in_the_same_order(self) -> None:
        loader = MigrationLoader(None)
        squashed, chain = _state(loader, squashed=True), _state(_loaded(), squashed=False)

        assert MigrationAutodetector(chain, squashed).changes(loader.graph) == {}
        assert _columns(squashed) == _columns(chain)

    @pytest.mark.django_db
    def test_leaves_no_foreign_key_to_be_made_after_it_was_done(self) -> None:
        """What is left over is made after the migration is written down as done, or not at all when it is killed."""
        state: Any = MigrationLoader(None).project_state(("matters", "0001_squashed_0013_cosignatures_by_key"))
        squashed = next(migration for step, migration in _squashed().items() if step[0] == "catalogue")
        [tables] = [operation for operation in squashed.operations if isinstance(operation, CreateModels)]

        with connection.schema_editor(collect_sql=True) as editor:
            tables.state_forwards("catalogue", state)
            tables.database_forwards("catalogue", editor, state, state)
            left, said = list(editor.deferred_sql), "\n".join(editor.collected_sql)

        assert left == []
        assert said.count("CREATE TABLE") == len(tables.models)
        assert "FOREIGN KEY" in said
