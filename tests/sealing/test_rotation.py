"""The sealing key is changed while people write: nothing is doubled or lost, and a broken-off change goes on."""

from __future__ import annotations

import itertools
import pathlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.matters.test_two_at_once import race
from tests.parties.factories import AT, id_number
from tests.sharing.registers import CASE
from tests.sharing.registers import register as a_register
from tongban.kernel.actions import reseal as resealing
from tongban.kernel.actions import retire_sealing_key as retiring
from tongban.kernel.actions.add_sealing_key import add_sealing_key
from tongban.kernel.actions.note_sealing_keys import NotOurKeys, note_sealing_keys
from tongban.kernel.actions.reseal import reseal
from tongban.kernel.actions.retire_sealing_key import retire_sealing_key
from tongban.kernel.models import SealingKey
from tongban.kernel.sealing import ring as rings
from tongban.kernel.sealing.guard import lay_guards, sealed_columns
from tongban.kernel.sealing.ring import Ring, RotationRefused, look_again, ring, write_ring
from tongban.parties.models import Person
from tongban.sharing.actions.store_records import store_records
from tongban.sharing.models import LookUp, PopulationRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(db: None, tmp_path: pathlib.Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys of the test's own, and none that other tests would have to hold."""
    settings.HOME = tmp_path
    # There is no other process that would have to see the new key before its rows are gone through.
    monkeypatch.setattr(resealing, "LOOKS_EVERY_SECONDS", 0.0)
    SealingKey.objects.all().delete()
    note_sealing_keys(at=AT)
    yield
    rings._kept = None


@pytest.fixture
def no_guard_stays() -> Iterator[None]:
    """After a test that commits, leave the database as other tests expect it."""
    yield
    with connection.cursor() as cursor:
        for field in sealed_columns():
            cursor.execute(f'DROP TRIGGER IF EXISTS "_guard_{field.column}" ON {field.model._meta.db_table}')
    SealingKey.objects.all().delete()


def keys_in_use() -> dict[str, int]:
    """How many numbers of persons are sealed under each key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT substring(id_number FROM 2 FOR 6), count(*) FROM parties_person GROUP BY 1")
        return dict(cursor.fetchall())


def people(count: int, first: int = 1) -> list[Person]:
    return Person.objects.bulk_create(
        [Person(id_number=id_number(first + place), name="测试甲", phone="13800138000") for place in range(count)]
    )


class TestRotation:
    def test_brings_every_row_to_the_new_key_and_lets_go_of_the_old(self) -> None:
        people(30)
        register = a_register(kind="population")
        PopulationRecord.objects.create(
            register=register, subject_code=id_number(1), as_of=AT, phone="138", values={"x": id_number(2)}
        )
        LookUp.objects.create(
            subject_code=id_number(3),
            elements=[],
            registers=[],
            actor_name="甲",
            purpose="办理",
            case_number=CASE,
            at=AT,
        )
        old = ring().in_use.name

        new = add_sealing_key(at=AT)
        assert keys_in_use() == {old: 30}
        rows = reseal(at=AT)

        assert keys_in_use() == {new: 30}
        assert rows == 60 + 3 + 1
        assert retire_sealing_key(at=AT) == old
        assert [key.name for key in ring().keys] == [new]
        assert Person.objects.get(id_number=id_number(7)).phone == "13800138000"
        assert PopulationRecord.objects.get(subject_code=id_number(1)).values == {"x": id_number(2)}
        assert LookUp.objects.get(subject_code=id_number(3)).purpose == "办理"
        assert (pathlib.Path(rings.ring_file()).parent / "retired" / f"sealing-keys-{old}").exists()
        assert SealingKey.objects.get(name=old).retired_at == AT

    def test_is_not_stopped_by_a_text_that_looks_sealed(self) -> None:
        old = ring().in_use.name
        said = {f"~{old}.x~": f"~abcdef.{old}.x~~{old}.y-13800138000~{old}."}
        PopulationRecord.objects.create(
            register=a_register(kind="population"), subject_code=id_number(1), as_of=AT, values=said
        )

        new = add_sealing_key(at=AT)
        reseal(at=AT)
        assert retire_sealing_key(at=AT) == old

        assert PopulationRecord.objects.get().values == said
        with connection.cursor() as cursor:
            cursor.execute("SELECT values::text FROM sharing_populationrecord")
            kept = cursor.fetchone()[0]
        assert f"~{new}." in kept
        assert f"~{old}." not in kept

    def test_goes_on_where_it_was_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        people(25)
        new = add_sealing_key(at=AT)
        monkeypatch.setattr(resealing, "BATCH", 10)

        class Killed(Exception):
            pass

        def kill(place: str, rows: int) -> None:
            if place == "parties_person.id_number" and rows >= 20:
                raise Killed

        with pytest.raises(Killed):
            reseal(at=AT, told=kill)
        broken_off = keys_in_use()
        assert Person.objects.filter(id_number__in=[id_number(1 + place) for place in range(25)]).count() == 25
        with pytest.raises(RotationRefused, match="still has rows"):
            retire_sealing_key(at=AT)
        reseal(at=AT)

        assert set(broken_off) > {new}
        assert keys_in_use() == {new: 25}

    @pytest.mark.parametrize("written", [False, True])
    def test_that_is_killed_while_it_lets_go_starts_again(self, written: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        people(1)
        old, new = ring().in_use.name, add_sealing_key(at=AT)
        reseal(at=AT)

        class Killed(Exception):
            pass

        def killed(keys: list[Any]) -> None:
            if written:
                write_ring(keys)
            raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(retiring, "write_ring", killed)
            retire_sealing_key(at=AT)

        note_sealing_keys(at=AT)
        assert Person.objects.get().id_number == id_number(1)
        if not written:
            assert retire_sealing_key(at=AT) == old
        assert [key.name for key in ring().keys] == [new]
        assert SealingKey.objects.get(name=old).retired_at == AT

    def test_is_taken_in_order(self) -> None:
        people(1)
        with pytest.raises(RotationRefused, match="rotate-keys --sealing first"):
            retire_sealing_key(at=AT)
        assert reseal(at=AT) == 0

        add_sealing_key(at=AT)

        with pytest.raises(RotationRefused, match="under way"):
            add_sealing_key(at=AT)
        with pytest.raises(RotationRefused, match="reseal first"):
            retire_sealing_key(at=AT)

    def test_keeps_the_trace_of_look_ups_as_it_is(self) -> None:
        LookUp.objects.create(
            subject_code=id_number(3),
            elements=[],
            registers=[],
            actor_name="甲",
            purpose="办理",
            case_number=CASE,
            at=AT,
        )
        add_sealing_key(at=AT)
        reseal(at=AT)

        for change in ("subject_code = 'x'", "subject_code = subject_code", "purpose = 'y'"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE sharing_lookup SET {change}")


class TestUniqueness:
    def test_holds_between_the_keys(self) -> None:
        (known,) = people(1)
        new = add_sealing_key(at=AT)
        turn_without_resealing()

        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(id_number=known.id_number, name="另一人")

        assert Person.objects.count() == 1
        Person.objects.create(id_number=id_number(500), name="新人")
        assert keys_in_use()[new] == 1

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.usefixtures("no_guard_stays")
    def test_holds_while_two_write_and_the_rows_are_resealed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        numbers = [id_number(1 + place) for place in range(60)]
        people(30)
        add_sealing_key(at=AT)
        monkeypatch.setattr(resealing, "BATCH", 3)
        over = threading.Event()

        def register_all(order: int) -> int:
            made = 0
            for tried, number in enumerate(itertools.cycle(numbers[::order])):
                # Each number was written at least once, however soon the rows were resealed.
                if over.is_set() and tried >= len(numbers):
                    return made
                try:
                    Person.objects.create(id_number=number, name="测试乙")
                    made += 1
                except IntegrityError:
                    Person.objects.filter(id_number=number).update(id_number=number, phone="13900139000")
            return made

        def turn() -> int:
            try:
                return reseal(at=AT)
            finally:
                over.set()

        *made, _rows = race(lambda: register_all(1), lambda: register_all(-1), turn)

        assert sum(made) == 30, made  # type: ignore[arg-type]
        assert sorted(Person.objects.values_list("id_number", flat=True)) == sorted(numbers)
        assert keys_in_use() == {ring().in_use.name: 60}

    def test_holds_for_what_is_stored_by_copy_and_on_conflict(self) -> None:
        register = a_register(kind="population")

        def told(name: str) -> list[PopulationRecord]:
            return [PopulationRecord(register=register, subject_code=id_number(1), as_of=AT.date(), name=name)]

        assert list(store_records(told("甲")).values()) == ["created"]
        add_sealing_key(at=AT)
        assert list(store_records(told("乙")).values()) == ["changed"]
        turn_without_resealing()

        assert store_records(told("丙")) == {(id_number(1), ""): "changed"}
        assert PopulationRecord.objects.get().name == "丙"

    def test_is_safe_from_a_process_that_lacks_the_new_key(self) -> None:
        (known,) = people(1)
        stale = look_again()
        add_sealing_key(at=AT)
        turn_without_resealing()
        freeze(stale)

        with pytest.raises(DatabaseError, match="in use no more"), transaction.atomic():
            Person.objects.create(id_number=id_number(9), name="新人")

        assert list(Person.objects.values_list("pk", flat=True)) == [known.pk]


class TestForeignKeys:
    def test_are_refused_before_anything_is_written(self, tmp_path: pathlib.Path, settings: Any) -> None:
        mine = ring().in_use.name
        settings.HOME = tmp_path / "another machine"

        with pytest.raises(NotOurKeys, match=mine):
            note_sealing_keys(at=AT)

        assert not settings.HOME.exists()
        assert list(SealingKey.objects.values_list("name", flat=True)) == [mine]


def turn_without_resealing() -> None:
    """Stand where `reseal` stands before its first row: the new key writes, every row is under the old."""
    old, new = look_again().keys
    lay_guards(keep=new.name, drop=old.name)
    write_ring([new, old])


def freeze(held: Ring) -> None:
    """Let this process go on with the keys that it held before."""
    rings._kept = (rings.settings.HOME, float("inf"), held)
