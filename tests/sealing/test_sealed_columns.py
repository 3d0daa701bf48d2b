"""What is sealed in the database: what may be asked of it, what shows, and what is found when somebody changes it."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from tests.parties.factories import id_number, uscc
from tests.sharing.registers import register as a_register
from tongban.kernel.rules.codes import public_code
from tongban.kernel.sealing import RingTrouble, SealBroken, SealedJSONField, fields, opener, seal_many
from tongban.kernel.sealing.ring import MARK, SealingKey, look_again, ring, ring_file, write_ring
from tongban.parties.models import Person
from tongban.sharing.models import DepartmentRecord, LookUp, PopulationRecord

NUMBER, OTHER, PHONE = id_number(11), id_number(12), "13800138000"
USCC = uscc()
# What somebody may write who knows how sealed parts look, in the worst order.
LIKE_SEALED = st.lists(
    st.sampled_from([*'~.-_x1中"\\ ', "abcdef.", "123456.", "~abcdef.xyz~", "~123456.", NUMBER, PHONE, "of ours"])
).map("".join)

pytestmark = pytest.mark.django_db


def person(number: str = NUMBER, **more: Any) -> Person:
    return Person.objects.create(id_number=number, name="测试甲", phone=PHONE, email="a@example.org", **more)


def stored(row: Person, column: str = "id_number") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM parties_person WHERE id = %s", [row.pk])
        return str(cursor.fetchone()[0])


class TestColumn:
    def test_shows_nothing_of_the_number_to_plain_sql(self) -> None:
        row = person()

        for column, said in (("id_number", NUMBER), ("phone", PHONE), ("email", "a@example.org")):
            assert stored(row, column).startswith(MARK)
            assert said not in stored(row, column)
        assert Person.objects.get(pk=row.pk).id_number == NUMBER

    def test_finds_by_equality_and_in(self) -> None:
        row, other = person(), person(OTHER)

        assert Person.objects.get(id_number=NUMBER) == row
        assert set(Person.objects.filter(id_number__in=[NUMBER, OTHER, "x"])) == {row, other}
        assert list(Person.objects.exclude(id_number=NUMBER)) == [other]
        assert Person.objects.filter(pk__in=Person.objects.filter(id_number=F("id_number"))).count() == 2

    def test_keeps_a_number_unique(self) -> None:
        person()

        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.bulk_create([Person(id_number=NUMBER, name="乙")])

        assert Person.objects.count() == 1

    def test_changes_in_bulk(self) -> None:
        rows = [person(), person(OTHER)]
        for row in rows:
            row.phone = "13900139000"

        Person.objects.bulk_update(rows, ["phone"])
        Person.objects.filter(pk=rows[0].pk).update(email="b@example.org")

        assert set(Person.objects.values_list("phone", "email")) == {
            ("13900139000", "b@example.org"),
            ("13900139000", "a@example.org"),
        }
        assert stored(rows[0], "phone").startswith(MARK)

    @pytest.mark.parametrize("asked", ["contains", "startswith", "icontains", "lt", "iexact", "regex", "lower"])
    def test_answers_nothing_else(self, asked: str) -> None:
        with pytest.raises(FieldError, match=r"parties_person\.id_number is sealed"):
            Person.objects.filter(**{f"id_number__{asked}": "5201"}).exists()

    def test_is_not_compared_with_another_column(self) -> None:
        with pytest.raises(FieldError, match="not with other columns"):
            Person.objects.filter(id_number=F("phone")).exists()
        with pytest.raises(FieldError, match="not with other columns"):
            PopulationRecord.objects.filter(subject_code__in=Person.objects.values("id_number")).exists()

    def test_leaves_the_empty_text_empty(self) -> None:
        row = Person.objects.create(id_number=NUMBER, name="甲")

        assert stored(row, "phone") == ""
        assert Person.objects.get(phone="") == row

    def test_leaves_public_codes_as_they_are(self) -> None:
        assert seal_many(LookUp, "subject_code", [USCC, "520100000000"]) == [USCC, "520100000000"]
        sealed = seal_many(LookUp, "subject_code", [NUMBER, "414-E12345678", USCC[:-1] + "?"])
        assert all(each.startswith(MARK) for each in sealed)

    @pytest.mark.parametrize("said", ["~", "~abcdef.xyz", "~abcdef.xyz~", "~12345678901", "~" + USCC[1:]])
    def test_seals_what_begins_with_the_mark_too(self, said: str) -> None:
        for model, name in ((LookUp, "subject_code"), (Person, "phone")):
            (kept,) = seal_many(model, name, [said])

            assert kept.startswith(f"{MARK}{ring().in_use.name}.")
            assert opener(model, name)(kept) == said

    def test_seals_many_as_it_seals_one(self) -> None:
        row = person()

        assert seal_many(Person, "id_number", [NUMBER, ""]) == [stored(row), ""]
        assert opener(Person, "id_number")(stored(row)) == NUMBER

    def test_binds_a_value_to_its_column(self) -> None:
        row = person()

        with connection.cursor() as cursor:
            cursor.execute("UPDATE parties_person SET phone = id_number WHERE id = %s", [row.pk])

        with pytest.raises(SealBroken, match=r"parties_person\.phone"):
            Person.objects.get(pk=row.pk)


class TestTampering:
    @pytest.mark.parametrize(
        "how",
        [
            "overlay(id_number placing CASE substr(id_number, 20, 1) WHEN 'A' THEN 'B' ELSE 'A' END from 20 for 1)",
            "left(id_number, -1) || chr(ascii(right(id_number, 1)) + 1)",  # the same bytes, written otherwise
            "id_number || '='",
            "left(id_number, 12)",
            "'plain'",
        ],
    )
    def test_is_told_by_table_and_row_but_not_by_value(self, how: str) -> None:
        row = person()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE parties_person SET id_number = {how} WHERE id = %s", [row.pk])
        changed = stored(row)

        with pytest.raises(SealBroken) as told:
            Person.objects.get(pk=row.pk)

        assert f"parties_person id {row.pk}" in str(told.value)
        assert changed not in str(told.value)
        assert NUMBER not in str(told.value)

    def test_of_a_public_code_is_no_way_in_for_a_number(self) -> None:
        assert not public_code(NUMBER)
        assert public_code(USCC)


class TestDocument:
    def test_seals_numbers_and_telephones_wherever_they_stand(self) -> None:
        field = DepartmentRecord._meta.get_field("values")
        assert isinstance(field, SealedJSONField)
        said = {
            "a": NUMBER,
            "b": [{"c": f"联系人张某{PHONE}，身份证{OTHER}。"}, 7, None, True, 1.5],
            "amount": 13800138000,
            "case": "GY2026030200001380013800012",
            "code": USCC,
            "not": "520102199003071234",
        }

        kept = field.sealed(said)

        written = str(kept)
        assert NUMBER not in written
        assert OTHER not in written
        assert f"{PHONE}，" not in written
        assert kept["amount"] == 13800138000
        assert (kept["case"], kept["code"], kept["not"]) == (said["case"], said["code"], said["not"])
        assert kept["b"][1:] == [7, None, True, 1.5]

    def test_is_read_as_it_was_said(self, register: Any) -> None:
        said = {"person.phone": PHONE, "note": f"{NUMBER} 和 {OTHER}"}
        DepartmentRecord.objects.create(register=register, subject_code=NUMBER, as_of="2026-01-01", values=said)

        assert DepartmentRecord.objects.get(subject_code=NUMBER).values == said
        with connection.cursor() as cursor:
            cursor.execute("SELECT values::text FROM sharing_departmentrecord")
            assert PHONE not in cursor.fetchone()[0]

    @pytest.mark.parametrize(
        "text",
        ["~abcdef.xyz~", "~~abcdef.xyz~~", f"~abcdef.x-{PHONE}", f"~abcdef.~{NUMBER}~", "~abcdef.123456.x~~abcdef.y~"],
    )
    def test_is_readable_whatever_somebody_writes(self, register: Any, text: str) -> None:
        said = {text: [text, {"again": text * 2}]}
        row = DepartmentRecord.objects.create(register=register, subject_code=NUMBER, as_of="2026-01-01", values=said)

        assert DepartmentRecord.objects.get().values == said
        row.values = said = {"sealed": text}
        DepartmentRecord.objects.bulk_update([row], ["values"])
        assert DepartmentRecord.objects.get().values == said

    @given(text=LIKE_SEALED)
    def test_is_read_as_it_was_said_and_sealed_anew_whatever_it_says(self, text: str) -> None:
        field = DepartmentRecord._meta.get_field("values")
        assert isinstance(field, SealedJSONField)
        key = ring().in_use
        said = {text.replace("of ours", f"{key.name}."): text.replace("of ours", key.seal("甲", field.place) + MARK)}

        kept = json.dumps(field.sealed(said), ensure_ascii=False)

        assert field.from_db_value(kept, None, connection) == said
        assert kept.count(f"{MARK}{key.name}.") == len(sealed_parts(kept))
        assert field.turned(kept) == kept


def sealed_parts(kept: str) -> list[str]:
    return [found[0] for found in fields._SEALED.finditer(kept)]


@pytest.fixture
def register() -> Any:
    return a_register(kind="department")


class TestRing:
    @pytest.fixture(autouse=True)
    def home(self, tmp_path: pathlib.Path, settings: Any) -> pathlib.Path:
        settings.HOME = tmp_path
        return tmp_path

    def test_is_made_on_first_use_for_its_owner_alone(self, home: pathlib.Path) -> None:
        first = ring()

        path = home / "keys" / "sealing-keys"
        assert path.stat().st_mode & 0o077 == 0
        assert len(first.keys) == 1
        assert path.read_text().split()[0] == first.in_use.name

    def test_is_read_from_the_environment_or_from_a_file_that_it_names(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key, other = SealingKey.fresh(), SealingKey.fresh()
        (tmp_path / "elsewhere").write_text(f"{key.name} {key.written}\n")

        monkeypatch.setenv("TONGBAN_SEALING_KEYS_FILE", str(tmp_path / "elsewhere"))
        assert look_again().in_use.name == key.name
        monkeypatch.setenv("TONGBAN_SEALING_KEYS", f"{other.name} {other.written}")
        assert look_again().in_use.name == other.name
        with pytest.raises(RingTrouble, match="TONGBAN_SEALING_KEYS_FILE"):
            ring_file()

    @pytest.mark.parametrize("written", ["", "abcdef", "abcdef !!!", "abcdef YWJj"])
    def test_refuses_what_is_no_key_and_does_not_repeat_it(self, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TONGBAN_SEALING_KEYS", written or " ")

        with pytest.raises(RingTrouble) as told:
            look_again()

        assert "YWJj" not in str(told.value)

    def test_opens_what_either_key_sealed_and_asks_for_both(self) -> None:
        old, new = ring().in_use, SealingKey.fresh()
        write_ring([new, old])

        assert ring().open(old.seal("甲", "t.c"), "t.c") == ring().open(new.seal("甲", "t.c"), "t.c") == "甲"
        assert ring().forms("甲", "t.c") == [new.seal("甲", "t.c"), old.seal("甲", "t.c")]

    def test_says_which_key_is_missing(self) -> None:
        with pytest.raises(SealBroken, match="which is not held here"):
            ring().open(SealingKey.fresh().seal("甲", "t.c"), "t.c")
