"""Columns that hold sensitive identifiers: sealed on their way in, opened on their way out.

What is written under two keys is written in both forms at once; the database's guard (`guard`) keeps the one that is
in use. Equal values look alike, so that `exact`, `in`, unique constraints and indexes go on working; nothing else can
be asked of such a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models.lookups import Exact, In, IsNull

from tongban.kernel.rules.codes import public_code, resident_id_valid
from tongban.kernel.sealing.ring import MARK, Ring, SealBroken, ring

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
    _JSONField = models.JSONField[Any, Any]
else:
    _CharField, _JSONField = models.CharField, models.JSONField

# An identity number or a mobile telephone of mainland China, standing by itself in a text.
_PERSONAL = r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])"
# How a sealed part begins, with all that could pass for it behind a mark. Where somebody writes it, it is sealed as
# well, so that in what is stored only what we sealed ever begins so, whatever stands around it.
_BEGINNING = rf"{MARK}(?:[0-9a-f]{{6}}\.)+"
_TO_SEAL = re.compile(f"{_PERSONAL}|{_BEGINNING}")
_SEALED = re.compile(rf"{MARK}[0-9a-f]{{6}}\.[A-Za-z0-9_-]+{MARK}")


class SealedCharField(_CharField):
    """A short text that the database holds sealed (AES-SIV, RFC 5297), bound to its table and column.

    `max_length` counts the text as it is said. With `public_codes`, codes that are public, of organisations and
    regions, stand there as they are. The empty text stays empty.
    """

    def __init__(self, *args: Any, public_codes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.public_codes = public_codes

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Tell migrations how the field is made."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"public_codes": True} if self.public_codes else {})

    @property
    def place(self) -> str:
        """Return what values are bound to: "parties_person.id_number"."""
        return f"{self.model._meta.db_table}.{self.column}"

    def db_type(self, connection: Any) -> str:
        """Return text: what is sealed is longer than what is said."""
        return "text"

    def cast_db_type(self, connection: Any) -> str:
        """Return text, as above."""
        return "text"

    def forms(self, value: str) -> list[str]:
        """Return how the value may stand in the column: once for each key that is held."""
        return self.forms_of([value])

    def forms_of(self, values: Iterable[str]) -> list[str]:
        """Return how any of the values may stand in the column, in their order."""
        held, place, public_codes = ring(), self.place, self.public_codes
        found: list[str] = []
        for value in values:
            if not value or (public_codes and public_code(value)):
                found.append(value)
            else:
                found += held.forms(value, place)
        return found

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal a value that goes into the column."""
        said = value if prepared else self.get_prep_value(value)
        return "".join(self.forms(said)) if isinstance(said, str) else said

    def get_db_converters(self, connection: Any) -> list[Callable[[str | None, Any, Any], str | None]]:
        """Return what opens the column's values of one query, for which the keys are looked up once."""
        held: Ring | None = None
        place, public_codes = self.place, self.public_codes

        def opened(value: str | None, expression: Any, connection: Any) -> str | None:
            nonlocal held
            if not value or (public_codes and not value.startswith(MARK)):
                return value
            # Not before there is something to open: the first to ask for the keys makes them.
            held = held or ring()
            try:
                return held.open(value, place)
            except SealBroken as broken:
                raise SealBroken(f"{broken} ({self._rows_of(value)})") from None

        return [opened]

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open what the column holds; raises SealBroken, which names the table and the row."""
        (opened,) = self.get_db_converters(connection)
        return opened(value, expression, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        """Return what may be asked of a sealed column."""
        found = {"exact": _SealedExact, "in": _SealedIn, "isnull": IsNull}.get(lookup_name)
        if found is None:
            raise FieldError(f"{self.place} is sealed: only exact, in and isnull can be asked, not {lookup_name}")
        return found

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse to work anything out of what is sealed."""
        raise FieldError(f"{self.place} is sealed: {lookup_name} cannot be worked out of it")

    def _rows_of(self, stored: str) -> str:
        table, key, column = self.model._meta.db_table, str(self.model._meta.pk.column), str(self.column)
        quoted = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {quoted(key)} FROM {quoted(table)} WHERE {quoted(column)} = %s ORDER BY 1 LIMIT 3",
                [stored],
            )
            found = ", ".join(str(row[0]) for row in cursor.fetchall())
        return f"{table} {key} {found}"


class SealedJSONField(_JSONField):
    """A JSON document in which the identity numbers and mobile telephones of people are sealed, wherever they stand.

    All else is as it was. Nothing can be asked of what is sealed in it.
    """

    @property
    def place(self) -> str:
        """Return what values are bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal what is personal in a document that goes into the column."""
        if value is not None and not hasattr(value, "as_sql"):
            value = self.sealed(value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open what is sealed in the document; raises SealBroken, which names the table."""
        if isinstance(value, str) and MARK in value:
            value = _SEALED.sub(lambda found: ring().open(found[0][:-1], self.place), value)
        return super().from_db_value(value, expression, connection)

    def sealed(self, document: Any) -> Any:
        """Return a document with what is personal in its texts and names sealed, and what looks like a seal as well."""
        if isinstance(document, str):
            return _TO_SEAL.sub(self._seal, document)
        if isinstance(document, dict):
            return {self.sealed(key): self.sealed(value) for key, value in document.items()}
        if isinstance(document, list | tuple):
            return [self.sealed(value) for value in document]
        return document

    def turned(self, written: str) -> str:
        """Return the text of a stored document with all that is sealed in it sealed under the key in use."""
        return _SEALED.sub(lambda found: self._seal_text(ring().open(found[0][:-1], self.place)), written)

    def _seal(self, found: re.Match[str]) -> str:
        number = found[0]
        return number if len(number) == 18 and not resident_id_valid(number) else self._seal_text(number)

    def _seal_text(self, text: str) -> str:
        return ring().in_use.seal(text, self.place) + MARK


class _SealedExact(Exact):
    """Is one of the forms that the value may have."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if hasattr(self.rhs, "as_sql"):
            _same_place(self.lhs.output_field, self.rhs)
            return super().as_sql(compiler, connection)
        left, params = self.process_lhs(compiler, connection)
        forms = self.lhs.output_field.forms(self.rhs)
        marks = ", ".join(["%s"] * len(forms))
        return f"{left} {'= ' + marks if len(forms) == 1 else f'IN ({marks})'}", (*params, *forms)


class _SealedIn(In):
    """Is one of the forms that one of the values may have."""

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        field = self.lhs.output_field
        for each in value:
            if hasattr(each, "as_sql"):
                raise FieldError(f"{field.place} is sealed: it is asked for values, not for expressions")
        return "%s", field.forms_of(value)

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if not self.rhs_is_direct_value():
            _same_place(self.lhs.output_field, self.rhs)
        return super().process_rhs(compiler, connection)


def _same_place(field: SealedCharField, other: Any) -> None:
    """Refuse to compare two columns: the same value is sealed otherwise in each."""
    target = getattr(other, "target", None) or getattr(other, "output_field", None)
    if getattr(target, "place", None) != field.place:
        raise FieldError(f"{field.place} is sealed: it is compared with values and with itself, not with other columns")


Sealed = SealedCharField | SealedJSONField


def sealed_field(model: type[models.Model], name: str) -> SealedCharField:
    """Return the sealed column of a model by its attribute's name."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedCharField):
        raise TypeError(f"{model._meta.label}.{name} is not sealed")
    return field


def sealed_document(model: type[models.Model], name: str) -> SealedJSONField:
    """Return the column of documents of a model in which something may be sealed, by its attribute's name."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedJSONField):
        raise TypeError(f"{model._meta.label}.{name} holds no sealed documents")
    return field


def seal_many(model: type[models.Model], name: str, values: Iterable[str]) -> list[str]:
    """Return values as they go into a sealed column by COPY or plain SQL, in order."""
    field = sealed_field(model, name)
    return ["".join(field.forms(value)) for value in values]


def opener(model: type[models.Model], name: str) -> Callable[[str], str]:
    """Return what opens texts that plain SQL read from a sealed column."""
    (opened,) = sealed_field(model, name).get_db_converters(connection)
    return lambda stored: opened(stored, None, connection) or ""
