"""A database of the release before is taken over whole; one whose owner skipped a release is left alone."""

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import new_folder, take_away
from tests.cli.test_commands import command
from tests.shape import shape_read_again
from tongban.cli.postgres import EmbeddedPostgres
from tongban.cli.releases import held_release
from tongban.kernel.rules.release import RELEASES, VERSION, upgrade_refusal

PREVIOUS = RELEASES[-2]
BACKUP = pathlib.Path(__file__).parent / "releases" / f"{PREVIOUS}.tar"
# What people did and hold; how it is kept may change from release to release.
COUNTED = {
    "matters": "SELECT number, kind, state, version, due_on FROM matters_matter ORDER BY number",
    "journal": "SELECT l.index, e.verb, e.leaf_hash FROM matters_tree_leaf l"
    " JOIN matters_journal_entry e ON e.id = l.entry_id ORDER BY 1",
    "licences": "SELECT identifier, state, valid_from, valid_until FROM licences_licence ORDER BY 1",
    "accounts": "SELECT username, is_active FROM parties_account ORDER BY 1",
    "versions": "SELECT content_hash FROM catalogue_version ORDER BY 1",
    "materials": "SELECT code, sha256 FROM cases_material ORDER BY 1, 2",
}

STEPS = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
# A kind of rows that was given up, the nodes of the tree, leaves its name behind.
PERMISSIONS = (
    "SELECT app_label, model, codename FROM auth_permission p JOIN django_content_type c ON c.id = content_type_id"
    " WHERE model <> 'treenode' ORDER BY 1, 2, 3"
)


@pytest.fixture(scope="module")
def old_home() -> Iterator[pathlib.Path]:
    """A home of the release before, as its own backup has it; its database runs on between the commands."""
    folder = new_folder()
    answer = command("restore", str(BACKUP), "--home", str(folder))
    assert answer.returncode == 0, answer.stderr
    with EmbeddedPostgres(folder, durable=False):
        yield folder
    take_away(folder)


@pytest.fixture(scope="module")
def upgrade(old_home: pathlib.Path) -> dict[str, Any]:
    """What was there before and after, and what the commands said."""
    before = _held(old_home)
    migrated = command("migrate", "--home", str(old_home))
    assert migrated.returncode == 0, migrated.stderr
    return {"before": before, "after": _held(old_home), "said": migrated.stderr}


class TestUpgrade:
    def test_keeps_what_people_did_and_hold(self, upgrade: dict[str, Any]) -> None:
        assert all(upgrade["before"].values())
        assert upgrade["after"] == upgrade["before"]

    def test_says_from_where_to_where(self, upgrade: dict[str, Any]) -> None:
        assert f"from {PREVIOUS} to {VERSION}" in upgrade["said"]

    def test_leaves_a_journal_that_proves_itself(self, upgrade: dict[str, Any], old_home: pathlib.Path) -> None:
        answer = command("verify-journal", "--home", str(old_home))

        assert answer.returncode == 0, answer.stdout

    def test_is_written_down(self, upgrade: dict[str, Any], old_home: pathlib.Path) -> None:
        assert _ask(old_home, "SELECT version FROM kernel_release") == [(VERSION,)]

    def test_ends_in_the_shape_of_a_new_database(
        self, upgrade: dict[str, Any], old_home: pathlib.Path, home: pathlib.Path
    ) -> None:
        """The old one went by the chain of migrations, the new one by those that are squashed."""
        with EmbeddedPostgres(home, durable=False):
            begun = command("migrate", "--home", str(home))

            assert begun.returncode == 0, begun.stderr
            assert _left(home) == _left(old_home)

    def test_finds_nothing_to_do_again(self, upgrade: dict[str, Any], old_home: pathlib.Path) -> None:
        """And notes the squashed migrations, where that was not done when the last of those they replace was."""
        steps = _ask(old_home, STEPS)
        _ask(old_home, r"DELETE FROM django_migrations WHERE name LIKE '0001\_squashed\_%'")
        assert _ask(old_home, STEPS) != steps

        assert command("migrate", "--home", str(old_home)).stdout == "✓ 没有待执行的迁移\n"
        assert _ask(old_home, STEPS) == steps

    def test_is_refused_where_a_release_was_skipped(self, upgrade: dict[str, Any], old_home: pathlib.Path) -> None:
        schema = _schema(old_home)
        _ask(old_home, "UPDATE kernel_release SET version = '0.0.1'")
        _ask(old_home, "DELETE FROM django_migrations WHERE app = 'kernel' AND name = '0006_releases'")
        try:
            answer = command("migrate", "--home", str(old_home))

            assert answer.returncode == 2
            assert "made by Tongban 0.0.1" in answer.stderr
            assert _schema(old_home) == schema
        finally:
            _ask(old_home, f"UPDATE kernel_release SET version = '{VERSION}'")
            _ask(
                old_home,
                "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '0006_releases', now())",
            )

    def test_takes_a_first_migration_that_was_killed_for_a_new_database(self, home: pathlib.Path) -> None:
        with EmbeddedPostgres(home, durable=False) as database, database.connect() as connection:
            connection.execute("CREATE TABLE parties_account (id bigint)")
            assert held_release(connection) is None
            connection.execute("INSERT INTO parties_account VALUES (1)")
            assert held_release(connection) == RELEASES[0]
            # An upgrade that was killed between its first step and its last has said nothing yet.
            connection.execute("CREATE TABLE kernel_release (id bigint, version text)")
            assert held_release(connection) == RELEASES[0]
            connection.execute("INSERT INTO kernel_release VALUES (1, '0.9.0')")
            assert held_release(connection) == "0.9.0"

    def test_is_refused_where_a_newer_release_was(self, upgrade: dict[str, Any], old_home: pathlib.Path) -> None:
        _ask(old_home, "INSERT INTO django_migrations (app, name, applied) VALUES ('matters', '0999_later', now())")
        try:
            answer = command("migrate", "--home", str(old_home))

            assert answer.returncode == 2
            assert "matters.0999_later" in answer.stderr
            assert "newer" in answer.stderr
        finally:
            _ask(old_home, "DELETE FROM django_migrations WHERE name = '0999_later'")


class TestRefusal:
    @pytest.mark.parametrize("held", [None, *RELEASES[-2:]])
    def test_lets_the_next_release_and_a_new_database_pass(self, held: str | None) -> None:
        assert upgrade_refusal(held) is None

    def test_names_the_release_that_was_skipped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.kernel.rules.release.RELEASES", ("0.1.0", "0.2.0", "0.3.0", "0.4.0"))
        monkeypatch.setattr("tongban.kernel.rules.release.VERSION", "0.4.0")

        assert "0.2.0 was skipped" in str(upgrade_refusal("0.1.0"))
        assert upgrade_refusal("0.3.0") is None

    def test_knows_no_release_of_the_future(self) -> None:
        assert "does not know" in str(upgrade_refusal("99.0.0"))


def _held(home: pathlib.Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: _ask(home, question) for name, question in COUNTED.items()}


def _left(home: pathlib.Path) -> list[Any]:
    """Return what migrating leaves: the shape of the database, and the rows that it writes itself."""
    with EmbeddedPostgres(home, durable=False) as database, database.connect() as connection:
        return [
            shape_read_again(database),
            connection.execute(STEPS).fetchall(),
            connection.execute(PERMISSIONS).fetchall(),
        ]


def _schema(home: pathlib.Path) -> list[tuple[Any, ...]]:
    return _ask(home, "SELECT table_name, column_name FROM information_schema.columns ORDER BY 1, 2")


def _ask(home: pathlib.Path, question: str) -> list[tuple[Any, ...]]:
    with EmbeddedPostgres(home) as database, database.connect() as connection:
        found = connection.execute(question)
        return found.fetchall() if found.description else []
