"""The rows of the city once more, as a plain Django developer would keep them: laid beside ours on first use."""

from __future__ import annotations

from django.db import connection, transaction

from bench.inbox.models import PlainCase, PlainMatter, PlainReview
from tongban.cases.models import Case, Review
from tongban.matters.models import Matter

PAIRS = ((Matter, PlainMatter, "kind = 'case'"), (Case, PlainCase, "true"), (Review, PlainReview, "true"))


def lay_plain() -> None:
    """Copy the rows into the plain tables and index them, unless they stand there already; all or nothing."""
    if PlainMatter._meta.db_table in connection.introspection.table_names():
        return
    with transaction.atomic():
        with connection.schema_editor() as editor:
            for _ours, plain, _those in PAIRS:
                editor.create_model(plain)
            with connection.cursor() as cursor:
                for ours, plain, those in PAIRS:
                    names = ", ".join(f'"{field.column}"' for field in plain._meta.concrete_fields)
                    cursor.execute(
                        f"INSERT INTO {plain._meta.db_table} ({names}) SELECT {names} FROM {ours._meta.db_table}"
                        f" WHERE {those} ORDER BY 1"
                    )
    with connection.cursor() as cursor:
        for _ours, plain, _those in PAIRS:
            cursor.execute(f"VACUUM (ANALYZE) {plain._meta.db_table}")
