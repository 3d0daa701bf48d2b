"""The table of persons and its plain copy, and what is asked of both alike."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, models, transaction

from tongban.kernel.clock import now
from tongban.kernel.sealing import opener, seal_many
from tongban.kernel.sealing.guard import sealed_columns
from tongban.kernel.sealing.ring import Ring, SealingKey, ring
from tongban.parties.models import Person

BATCH = 1_000
_serial = iter(range(10**9, 2 * 10**9))


class PlainPerson(models.Model):
    """A person as they would stand there without sealing."""

    id_number = models.CharField(max_length=18)
    id_kind = models.CharField(max_length=3, default="111")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    assurance = models.PositiveSmallIntegerField(default=1)
    invented = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"
        db_table = "bench_plain_person"
        constraints = (models.UniqueConstraint(fields=["id_number", "id_kind"], name="bench_plain_number_once"),)

    def __str__(self) -> str:
        return self.name


TABLES: dict[str, type[models.Model]] = {"sealed": Person, "plain": PlainPerson}


def two_tables(count: int) -> list[str]:
    """Fill both tables with the same invented people, and return their numbers."""
    with connection.schema_editor() as editor:
        editor.create_model(PlainPerson)
    numbers = [str(next(_serial)) for _ in range(count)]
    for table in TABLES.values():
        table._default_manager.bulk_create([table(**_person(each)) for each in numbers], batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parties_person, bench_plain_person")
    return numbers


def found(table: type[models.Model], number: str) -> None:
    """Look one up, as a counter does."""
    table._default_manager.get(id_kind="111", id_number=number)


def listed(table: type[models.Model], numbers: list[str], page: int) -> None:
    """Read all of them by their numbers, a page at a time."""
    for start in range(0, len(numbers), page):
        rows = list(table._default_manager.filter(id_kind="111", id_number__in=numbers[start : start + page]))
        if len(rows) != len(numbers[start : start + page]):
            raise RuntimeError("not everybody was found")


def stored(table: type[models.Model], count: int) -> None:
    """Store new people, and leave the table as it was."""
    with transaction.atomic():
        rows = [table(**_person(str(next(_serial)))) for _ in range(count)]
        table._default_manager.bulk_create(rows, batch_size=BATCH)
        transaction.set_rollback(True)


def resealed() -> float:
    """Return how many values a second are opened and sealed under another key, without the database's part."""
    (field,) = [each for each in sealed_columns() if each.model is Person and each.name == "id_number"]
    values = seal_many(Person, "id_number", [str(number) for number in range(20_000)])
    read, other = opener(Person, "id_number"), Ring((SealingKey.fresh(), ring().in_use))
    started = time.perf_counter()
    for each in values:
        other.in_use.seal(read(each), field.place)
    return len(values) / (time.perf_counter() - started)


def _person(number: str) -> dict[str, Any]:
    return {
        "id_number": number,
        "phone": "19900000000",
        "email": f"{number}@example.com",
        "name": "测试",
        "address": f"测试路 {now():%Y}",
    }
