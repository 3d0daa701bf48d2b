"""Answers that a form takes, made from the form itself: what an invented applicant writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.conditions import asked_answers
from tongban.cli.city_scale.enterprises import invented_code
from tongban.cli.city_scale.persons import invented_number

_WRITTEN: Mapping[str, Any] = {
    "boolean": True,
    "date": "2026-01-15",
    "id_number": invented_number(0),
    "phone": "19900000000",
    "uscc": invented_code("91", 0),
    "email": "example@example.com",
}


def answers_to(form: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a whole set of answers that the form takes; None where the form asks for more than can be invented."""
    given = {key: _written(whole) for key, whole in form.get("properties", {}).items()}
    answers = asked_answers(form, {key: value for key, value in given.items() if value is not None})
    wrong = check_answers(form, answers)
    optional = set(wrong) - set(form.get("required", ()))
    answers = asked_answers(form, {key: value for key, value in answers.items() if key not in optional})
    return None if check_answers(form, answers) else answers


def _written(field: Mapping[str, Any]) -> Any:
    kind = field.get("x-type", "text")
    if kind in _WRITTEN:
        return _WRITTEN[kind]
    if "enum" in field:
        return field["enum"][0]
    if field.get("type") in ("integer", "number"):
        return field.get("minimum", 1)
    if kind == "choices":
        return [field["items"]["enum"][0]]
    if kind == "rows":
        row = {key: _written(each) for key, each in field["items"].get("properties", {}).items()}
        return [{key: value for key, value in row.items() if value is not None}]
    if field.get("type") != "string" or "format" in field:
        return None
    text = f"{field.get('title', '')}（示例）"[: field.get("maxLength", 200)]
    return text.ljust(field.get("minLength", 0), "0")
