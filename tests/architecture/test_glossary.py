"""Every word of the code stands in GLOSSARY.md, with its Chinese, its English, and the law or standard it comes from.

A table of the glossary belongs to a set of names in the code by its heading: what is missing and what is left over
are both named. Where the code has a label of its own, the glossary says the same.
"""

from __future__ import annotations

import ast
import enum
import functools
import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Choices

from tests.architecture.source import REPOSITORY, SOURCE, tree
from tests.architecture.test_relations import our_models
from tests.architecture.test_states import kinds
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.catalogue.rules import enumerations
from tongban.kernel.actions.load_parameters import shipped_parameters
from tongban.licences import lifecycle as licences
from tongban.matters.rules.lamps import Lamp
from tongban.parties.models import DUTY_NAMES
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.tokens import SCOPES

GLOSSARY = REPOSITORY / "GLOSSARY.md"
HEAD = ["中文", "English", "code name", "law or standard"]
CODE = re.compile(r"`([^`]+)`")

# Verbs that are moves stand in the table of moves.
_MOVES_OF = {
    "cases": {
        move.verb for kind in kinds() if kind.code in ("case", "verification", "assistance") for move in kind.moves
    },
    "licences": {licences.ISSUE.verb, *licences.MOVES},
}

# code name: (中文, English) as the code says them, "" where it says nothing.
Words = Mapping[str, tuple[str, str]]


def _nothing_said(codes: Any) -> Words:
    return {str(code): ("", "") for code in codes}


def _labelled(table: Mapping[str, str]) -> Words:
    return {code: (label, "") for code, label in table.items()}


def _choices(choices: type[Choices]) -> Words:
    return {
        name if isinstance(value, int) else str(value): (str(label), "") for name, value, label in _members(choices)
    }


def _members(choices: type[Choices]) -> Iterator[tuple[str, Any, Any]]:
    for member in choices:
        yield member.name.lower(), member.value, member.label


def clock_kinds() -> set[str]:
    """Return the kinds of clocks that actions start, read from their source."""
    kinds_started = {
        node.args[1].value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "start_clock"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }
    # `accept` starts both limits of the item in one go.
    return {str(kind) for kind in kinds_started} | {"promise", "legal"}


def actions_of(app: str) -> set[str]:
    """Return the verbs of an app: what its actions export or, where they export nothing, what files are named after."""
    package = importlib.import_module(f"tongban.{app}.actions")
    exported = {name for name in getattr(package, "__all__", ()) if name == name.lower()}
    return exported or {path.stem for path in (SOURCE / app / "actions").glob("*.py") if path.stem in _functions(app)}


def _functions(app: str) -> set[str]:
    return {
        node.name
        for path in (SOURCE / app / "actions").rglob("*.py")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


@functools.cache
def wanted() -> dict[str, Words]:
    """Return for each heading of the glossary the names that its table must have."""
    from tongban.cases.models import Decision, Delivery, Review
    from tongban.feedback.models import Rating
    from tongban.kernel.models import CalendarDay
    from tongban.licences.models import Licence
    from tongban.matters.models import Clock

    tables: dict[str, Words] = {}
    for app in sorted({model._meta.app_label for model in our_models()}):
        tables[f"Models of {app}"] = {m.__name__: ("", "") for m in our_models() if m._meta.app_label == app}
    for path in sorted(SOURCE.glob("*/actions")):
        app = path.parent.name
        tables[f"Verbs of {app}"] = _nothing_said(actions_of(app) - _MOVES_OF.get(app, set()))
    for kind in kinds():
        if kind.like:
            continue
        tables[f"Moves of a {kind.code}"] = {move.verb: (move.label, move.label_en) for move in kind.moves}
        tables[f"States of a {kind.code}"] = {state.code: (state.label, state.label_en) for state in kind.states}
    moves = (licences.ISSUE, *licences.MOVES.values())
    tables["Moves of a licence"] = {move.verb: (move.label, move.label_en) for move in moves}
    tables["Standings of a licence"] = licences.LABELS
    tables["Duties"] = {kind.value: (str(dict(DUTY_NAMES)[kind.value]), "") for kind in DutyKind}
    tables["Lamps"] = _nothing_said(lamp.value for lamp in Lamp)
    tables["Clocks"] = _nothing_said(clock_kinds())
    tables["Grounds of a pause"] = {
        each["code"]: (each["label"], each["label_en"])
        for row in shipped_parameters()
        if row["key"] == "pause_grounds"
        for each in row["value"]
    }
    tables["Statutory documents"] = {code: (kind.title, "") for code, kind in DOCUMENT_KINDS.items()}
    tables["Scopes of a token"] = _labelled(SCOPES)
    for heading, choices in {
        "Opinions": Review.Opinion,
        "Outcomes": Decision.Outcome,
        "Ways of delivery": Delivery.Mode,
        "Ratings": Rating.Level,
        "Channels of a rating": Rating.Channel,
        "Holders": Licence.HolderKind,
        "Status of a calendar day": CalendarDay.Status,
        "Units of a limit": Clock.Unit,
    }.items():
        tables[heading] = _choices(choices)
    for heading, table in {
        "Types of items": enumerations.ITEM_TYPES,
        "Levels": enumerations.LEVELS,
        "Audiences": enumerations.AUDIENCES,
        "Ways to apply": enumerations.CHANNELS,
        "Online depth": enumerations.DEPTHS,
        "Instances": enumerations.INSTANCES,
        "States of a version": enumerations.VERSION_STATES,
        "Results": enumerations.RESULT_KINDS,
        "Necessity of a material": enumerations.NECESSITIES,
        "Carriers of a material": enumerations.CARRIERS,
        "Sources of a material": enumerations.SOURCES,
        "Forms of a material": enumerations.MATERIAL_FORMS,
        "Exempt paths": enumerations.EXEMPT_PATHS,
        "Kinds of steps": enumerations.STEP_KINDS,
        "Standings of an item": enumerations.STANDINGS,
        "Sources of a power": enumerations.POWER_SOURCES,
        "Kinds of bodies": enumerations.BODY_KINDS,
        "Service areas": enumerations.SERVICE_AREAS,
        "Ways of handling": enumerations.HANDLINGS,
        "Kinds of review": enumerations.REVIEW_KINDS,
        "Copies of a material": enumerations.COPY_KINDS,
        "Kinds of themes": enumerations.THEME_KINDS,
    }.items():
        tables[heading] = _labelled(table)
    tables["Fields of a form"] = _nothing_said(field.value for field in enumerations.FieldType)
    return tables


@functools.cache
def written() -> dict[str, list[list[str]]]:
    """Return the rows of the glossary's tables by heading."""
    tables: dict[str, list[list[str]]] = {}
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if cells != HEAD and set(line) - set("|- :"):
                tables.setdefault(heading, []).append(cells)
    return tables


def _rows(heading: str) -> dict[str, list[str]]:
    return {code: row for row in written().get(heading, []) for code in CODE.findall(row[2])[:1]}


class TestGlossary:
    @pytest.mark.parametrize("heading", sorted(wanted()))
    def test_has_a_row_for_every_word_of_the_code(self, heading: str) -> None:
        missing = set(wanted()[heading]) - set(_rows(heading))

        assert missing == set(), f"GLOSSARY.md, “{heading}”: add a row for each of {sorted(missing)}"

    @pytest.mark.parametrize("heading", sorted(wanted()))
    def test_has_no_row_that_the_code_has_not(self, heading: str) -> None:
        known = set(wanted()[heading])
        if heading.startswith("Verbs of "):
            known |= _functions(heading.removeprefix("Verbs of "))
        left_over = set(_rows(heading)) - known

        assert left_over == set(), f"GLOSSARY.md, “{heading}”: the code no longer has {sorted(left_over)}"

    @pytest.mark.parametrize("heading", sorted(wanted()))
    def test_says_what_the_code_says(self, heading: str) -> None:
        rows = _rows(heading)
        other = [
            f"{code}: the code says {label}, the glossary {rows[code][place]}"
            for code, labels in wanted()[heading].items()
            for place, label in enumerate(labels)
            if code in rows and label and label != rows[code][place]
        ]

        assert other == []

    def test_fills_every_cell_and_has_each_row_once(self) -> None:
        wrong = [
            f"{heading}: {row}"
            for heading, rows in written().items()
            for row in rows
            if len(row) != len(HEAD) or not all(row) or not CODE.search(row[2])
        ]
        twice = [
            f"{heading}: {code}"
            for heading, rows in written().items()
            if heading in wanted()
            for codes in [[CODE.findall(row[2])[0] for row in rows if len(row) > 2 and CODE.search(row[2])]]
            for code in sorted({code for code in codes if codes.count(code) > 1})
        ]

        assert wrong == []
        assert twice == []

    def test_names_only_enumerations_that_have_labels(self) -> None:
        """Hold the code sets of the catalogue whole: an enumeration without a table has no words."""
        named = {
            name
            for name, thing in vars(enumerations).items()
            if isinstance(thing, type) and issubclass(thing, enum.StrEnum) and thing is not enum.StrEnum
        }

        expected = (
            "Instance Unit VersionState ResultKind Necessity Carrier Source MaterialForm ExemptPath StepKind FieldType"
            " Standing ThemeKind"
        )
        assert named == set(expected.split()), "a new enumeration needs a table in GLOSSARY.md and in this test"

    def test_covers_every_app_with_models(self) -> None:
        labels = {config.label for config in apps.get_app_configs() if config.name.startswith("tongban.")}

        assert {
            heading.removeprefix("Models of ") for heading in wanted() if heading.startswith("Models of ")
        } <= labels
