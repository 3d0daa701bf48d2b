"""Real JSON Schemas with their examples: our validator says of each, and of spoilt ones, what a reference one says."""

from __future__ import annotations

import copy
import json
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

DATA = pathlib.Path(
    os.environ.get("TONGBAN_TEST_DATA", pathlib.Path(__file__).resolve().parents[4] / "shared" / "data")
)
PAIRS = sorted((DATA / "forms" / "json_schema").glob("*-schema.json"))
OTHERS = (None, "", "x" * 5000, 7, -1.5, True, [], {}, ["x"], {"odd": 1})
MOST = 200


def spoilt(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield places in a payload with what could stand there instead; `...` stands for nothing at all."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*way, key), ...
        for other in OTHERS:
            yield (*way, key), other
        yield from spoilt(each, (*way, key))
    if isinstance(value, dict):
        yield (*way, "notInTheSchema"), 1


def with_change(payload: Any, way: tuple[Any, ...], other: Any) -> Any:
    changed = copy.deepcopy(payload)
    here = changed
    for step in way[:-1]:
        here = here[step]
    if other is ...:
        del here[way[-1]]
    else:
        here[way[-1]] = other
    return changed


@pytest.mark.skipif(not PAIRS, reason="the pairs of schemas and examples are not there: set TONGBAN_TEST_DATA")
@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem.removesuffix("-schema"))
def test_verdicts_are_those_of_the_reference(path: pathlib.Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    payload = json.loads(path.with_name(path.name.replace("-schema", "-example")).read_text(encoding="utf-8"))
    ours = jsonschema_rs.validator_for(schema, validate_formats=True)
    drafted = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
    reference = drafted(schema, format_checker=jsonschema.FormatChecker())

    changes = list(spoilt(payload))
    step = max(len(changes) // MOST, 1)
    tried = [payload, *(with_change(payload, *change) for change in changes[::step])]
    verdicts = [(ours.is_valid(each), reference.is_valid(each)) for each in tried]

    assert [each for each in verdicts if each[0] != each[1]] == []
    assert (False, False) in verdicts  # a payload that is spoilt is seen to be
