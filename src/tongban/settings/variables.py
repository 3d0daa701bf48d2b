"""Variables of the environment that have a form; one that is written otherwise is named, and never repeated."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from tongban.kernel.crowd import number as number
from tongban.kernel.database import UnreadableAddress, database_of


def log_level(variable: str, default: str) -> str:
    """Return the name of a level of the log. Raises ImproperlyConfigured."""
    level = os.environ.get(variable, default)
    if level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"{variable} must be one of DEBUG, INFO, WARNING, ERROR and CRITICAL")
    return level


def named_database(variable: str, address: str) -> dict[str, Any]:
    """Return the settings of the database that the variable's address names. Raises ImproperlyConfigured."""
    try:
        return database_of(address)
    except UnreadableAddress as error:
        raise ImproperlyConfigured(f"{variable} is no address of a database that libpq reads: {error}") from None


def json_object(variable: str, text: str) -> dict[str, Any]:
    """Return what the variable's text says in JSON. Raises ImproperlyConfigured."""
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ImproperlyConfigured(f"{variable} must be an object in JSON")
    return said
