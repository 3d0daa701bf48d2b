"""The operation that squashed migrations are made of: all models of an app at once (ADR 0030)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Create many models in one operation, those that point to each other included.

    Django renders what is related to a model anew for each that is created, and most of ours are related: here the
    state is rendered once. What Django puts off to the end of a migration, the foreign keys and indexes, is made here
    as well: nothing is left to do after the migration, and so it is written down as done in its own transaction.
    """

    reversible = False

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to the state, which is rendered when it is next asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables, then what binds them together."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()

    def describe(self) -> str:
        """Return what a plan says of it."""
        return f"Create {len(self.models)} models"
