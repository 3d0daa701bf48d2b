"""Variables of the environment that have a form; one that is written otherwise is named, and never repeated."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any, TypeVar

from tongban.kernel.database import UnreadableAddress, database_of

if TYPE_CHECKING:
    from django.core.exceptions import ImproperlyConfigured

Number = TypeVar("Number", int, float)


def number(variable: str, default: Number) -> Number:
    """Return the variable as a number of the default's kind. Raises ImproperlyConfigured."""
    said = os.environ.get(variable)
    if said is None:
        return default
    try:
        return type(default)(said)
    except ValueError:
        raise _wrong(f"{variable} must be {'a whole number' if isinstance(default, int) else 'a number'}") from None


def log_level(variable: str, default: str) -> str:
    """Return the name of a level of the log. Raises ImproperlyConfigured."""
    level = os.environ.get(variable, default)
    if level not in logging.getLevelNamesMapping():
        raise _wrong(f"{variable} must be one of DEBUG, INFO, WARNING, ERROR and CRITICAL")
    return level


def named_database(variable: str, address: str) -> dict[str, Any]:
    """Return the settings of the database that the variable's address names. Raises ImproperlyConfigured."""
    try:
        return database_of(address)
    except UnreadableAddress as error:
        raise _wrong(f"{variable} is no address of a database that libpq reads: {error}") from None


def json_object(variable: str, text: str) -> dict[str, Any]:
    """Return what the variable's text says in JSON. Raises ImproperlyConfigured."""
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise _wrong(f"{variable} must be an object in JSON")
    return said


def _wrong(message: str) -> ImproperlyConfigured:
    from django.core.exceptions import ImproperlyConfigured  # late: what starts a web process needs no Django

    return ImproperlyConfigured(message)
