"""The state of a matter is written in one function, by a row of a table that names its legal basis."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import SOURCE, named, source_files, tree
from tongban.matters.lifecycle import KINDS, Kind

STEP = SOURCE / "matters" / "actions" / "step.py"
# Moves the due days of many matters as a set, each with its journal entry; the state is not its to write.
RECOMPUTE = SOURCE / "matters" / "actions" / "recompute.py"
# Brings in what another system has ended or left open, as new rows; no matter of ours is touched.
IMPORT = SOURCE / "matters" / "actions" / "import_log.py"
# What is closed stays so, or is ended otherwise; only a court or a higher authority has it decided anew.
REOPENING = {("case", "redo"), ("mock", "redo")}
MATTER_TABLES = re.compile(r"\b(UPDATE|INSERT INTO|DELETE FROM)\s+\"?(matters_matter|matters_journal_entry)\b", re.I)
WRITING_CALLS = {
    "create",
    "update",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "delete",
    "save",
    "asave",
    "aupdate",
    "acreate",
}
GUARDED = {"Matter", "JournalEntry"}
INSTANCES = {"matter", "entry"}


def kinds() -> list[Kind]:
    """Return the kinds of matters that the house registers; tests may have registered others."""
    return [kind for kind in KINDS.values() if kind.holds.__module__.startswith("tongban.")]


def _root(node: ast.expr) -> str:
    """Return the name from which a chain of attributes and calls hangs, or the last attribute called matter."""
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in INSTANCES:
                return node.attr
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return node.id if isinstance(node, ast.Name) else ""


def _offences(module: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(module):
        where = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MATTER_TABLES.search(node.value):
            yield f"{where} writes a matter's table in SQL"
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state" and _root(target.value) in INSTANCES:
                yield f"{where} sets the state of a matter"
        if not isinstance(node, ast.Call):
            continue
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITING_CALLS
            and _root(node.func.value) in GUARDED | INSTANCES
        ):
            yield f"{where} calls {node.func.attr}() on a matter or its journal"
        for keyword in node.keywords:
            if keyword.arg == "changes" and isinstance(keyword.value, ast.Dict):
                keys = [key.value for key in keyword.value.keys if isinstance(key, ast.Constant)]
                if "state" in keys:
                    yield f"{where} slips a state into the changes of a step"


class TestStates:
    def test_are_written_by_step_alone(self) -> None:
        offences = [
            offence
            for path in source_files()
            if path not in (STEP, RECOMPUTE, IMPORT)
            for offence in _offences(tree(path), named(path))
        ]

        assert offences == []

    def test_are_left_alone_where_due_days_are_recomputed(self) -> None:
        text = RECOMPUTE.read_text()

        assert re.search(r"UPDATE matters_matter AS m SET ([^;]*?)FROM", text, re.S)
        assert not re.search(r"\bstate\s*=", text)

    def test_are_only_inserted_where_histories_are_brought_in(self) -> None:
        called = {
            node.func.attr
            for node in ast.walk(tree(IMPORT))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING_CALLS
        }
        statements = set(re.findall(r"\b(?:COPY|UPDATE|DELETE FROM|INSERT INTO) \S+", IMPORT.read_text()))

        assert called == set()
        assert statements == {"COPY {table.db_table}", "INSERT INTO kernel_announcement"}

    @pytest.mark.parametrize(
        "wrong",
        [
            "matter.state = 'closed'",
            "facts.matter.state = 'closed'",
            "Matter.objects.filter(pk=1).update(state='closed')",
            "facts.matter.save()",
            "case.matter.save(update_fields=['state'])",
            "JournalEntry.objects.all().delete()",
            "cursor.execute('UPDATE matters_matter SET state = %s', ['closed'])",
            "step(facts, 'note', actor=a, at=b, changes={'state': 'closed'})",
        ],
    )
    def test_would_be_seen_if_written_elsewhere(self, wrong: str) -> None:
        assert list(_offences(ast.parse(wrong), "elsewhere.py"))

    @pytest.mark.parametrize("right", ["licence.state = 'valid'", "Matter.objects.filter(pk=1).first()"])
    def test_may_be_read_and_licences_have_their_own(self, right: str) -> None:
        assert list(_offences(ast.parse(right), "elsewhere.py")) == []


class TestMoves:
    def test_of_every_kind_name_a_basis_and_say_what_was_done(self) -> None:
        silent = [
            f"{kind.code}.{move.verb}"
            for kind in kinds()
            for move in kind.moves
            if not (move.basis.law.strip() and move.label and move.label_en and move.past and move.duties)
        ]

        assert silent == []

    def test_name_an_article_where_they_name_a_law(self) -> None:
        vague = [
            f"{kind.code}.{move.verb}: {move.basis}"
            for kind in kinds()
            for move in kind.moves
            if move.basis.law != "local parameter" and not move.basis.article
        ]

        assert vague == []

    def test_reach_every_state_and_leave_every_open_one(self) -> None:
        stuck = []
        for kind in kinds():
            reached = {target for move in kind.moves for target in move.targets}
            left = {source for move in kind.moves if move.targets for source in move.sources}
            stuck += [f"{kind.code}: nothing leads to {s.code}" for s in kind.states if s.code not in reached]
            stuck += [
                f"{kind.code}: {s.code} cannot be left" for s in kind.states if not s.closed and s.code not in left
            ]
            closed = {s.code for s in kind.states if s.closed}
            stuck += [
                f"{kind.code}: {move.verb} reopens what is closed"
                for move in kind.moves
                if move.sources & closed and set(move.targets) - closed and (kind.code, move.verb) not in REOPENING
            ]

        assert stuck == []
