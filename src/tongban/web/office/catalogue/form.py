"""The form of a section or of a row: its questions with what is there, or with what was typed and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.catalogue.queries import themes
from tongban.catalogue.rules.drafts import print_of
from tongban.catalogue.rules.enumerations import THEME_KINDS, ThemeKind
from tongban.catalogue.rules.item_defaults import with_defaults
from tongban.catalogue.rules.labels import LABELS
from tongban.licences.queries.types import licence_type_names
from tongban.parties.queries import authorities
from tongban.web.office.catalogue.fields import Choices, Field, called, make_field
from tongban.web.office.catalogue.places import Place, put, value_at
from tongban.web.office.catalogue.sections import fields_of, is_table

# What a row is known by among its like comes last: a new one is proposed.
CODES = ("code", "key", "value")
_PREFIX = {
    "materials": "material-",
    "steps": "step-",
    "pause_grounds": "ground-",
    "form.fields": "field_",
    "situations": "question_",
    "situations.choices": "choice-",
    "business_items": "",
}
_ROWS = {
    "steps.after": "steps",
    "commitment.replaces": "materials",
    "business_items.without": "materials",
    "situations.choices.without": "materials",
    "intermediaries.material": "materials",
}
# What a row is called in a list of rows: the first of these that it has.
NAMES = ("name", "title", "question", "label", "law")


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table inside a row, as the row's page shows it."""

    label: str
    address: str
    count: int


class DraftForm:
    """The questions of one place in a draft; with `post`, what was typed there."""

    def __init__(self, place: Place, content: Mapping[str, Any], post: QueryDict | None = None) -> None:
        self.place, self.content, self.post = place, content, post
        self.here: Mapping[str, Any] = value_at(content, place.steps) or _new_row(place, content)
        self.fields = [*_fields(place, content, self.here)]
        self.errors: dict[str, str] = {}
        self.typed: dict[str, list[str]] = {}
        self.values: dict[str, Any] = {}
        for each in self.fields:
            if post is None:
                self.typed[each.name] = each.shown(_get(self.here, each.name))
                continue
            self.typed[each.name] = each.typed(post)
            value, problem = each.read(self.typed[each.name])
            self.values[each.name] = _in_order(value, _get(self.here, each.name))
            if problem:
                self.errors[each.name] = problem

    @property
    def seen(self) -> str:
        """Return a print of what stands at the place, to tell whether somebody changed it meanwhile."""
        return print_of(value_at(self.content, self.place.steps))

    @property
    def is_stale(self) -> bool:
        """Tell whether the place was changed since the posted form was opened."""
        return self.post is not None and self.post.get("seen") != self.seen

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions as the template asks them."""
        return [each.question(self.typed[each.name], self.errors.get(each.name, "")) for each in self.fields]

    def problems(self) -> list[tuple[str, str]]:
        """List what has to be put right, for the error summary."""
        labels = {each.name: _(LABELS[each.path]) for each in self.fields}
        return [
            (f"#{name}" if name in labels else "", called(labels[name], words) if name in labels else words)
            for name, words in self.errors.items()
        ]

    def changed(self) -> dict[str, Any]:
        """Return the whole content with what was typed in its place."""
        row = dict(value_at(self.content, self.place.steps) or {})
        for name, value in self.values.items():
            if _is_nothing(value) and _get(row, name) is None:
                continue  # what was never said stays unsaid
            _set(row, name, value)
        if self.place.is_new:
            row = {**{key: value for key, value in self.here.items() if key not in self.values}, **row}
        return put(self.content, self.place.steps, row)

    def tables(self) -> list[TableLine]:
        """List the tables inside the row."""
        if not self.place.is_row:
            return []
        return [
            TableLine(
                _(LABELS[f"{self.place.label}.{name}"]), f"{self.place.address}/{name}", len(self.here.get(name) or ())
            )
            for name, schema in self.place.schema["properties"].items()
            if is_table(schema)
        ]


def theme_names() -> dict[str, str]:
    """Return what each theme is called; an event or a section is told from a subject of the same name."""
    english = get_language() == "en"
    found: dict[str, str] = {}
    for each in themes():
        name = each.name_en if english and each.name_en else each.name
        kind = "" if each.kind == ThemeKind.SUBJECT else _(THEME_KINDS[each.kind])
        found[each.key] = f"{name}（{kind}）" if kind else name
    return found


def row_name(row: Mapping[str, Any]) -> str:
    """Return what a row is called among its like."""
    return next((str(row[key]) for key in NAMES if row.get(key)), "") or _("（未命名）")


def _fields(place: Place, content: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Field]:
    if place.is_row:
        properties = place.schema["properties"]
        names = sorted((name for name in properties if not is_table(properties[name])), key=lambda name: name in CODES)
        asked = [(f"{place.label}.{name}", name, properties[name]) for name in names]
        required = set(place.schema.get("required", ()))
    else:
        rows = list(fields_of(place.section, place.schema))
        asked = [(path, path, schema) for path, schema, _needed in rows]
        required = {path for path, _schema, needed in rows if needed}
    for path, name, schema in asked:
        choices = _choices(path, content, place)
        if choices == [] and _get(here, name) in (None, "", [], {}):
            continue  # there is nothing yet to choose from
        if choices is not None:
            # What is chosen stays choosable, though it is not offered any more.
            chosen = make_field(path, name, schema, required=False, choices=choices).shown(_get(here, name))
            known = {code for code, _label in choices}
            choices = [*choices, *((code, code) for code in chosen if code and code not in known)]
        yield make_field(path, name, schema, required=name in required, choices=choices)


def _choices(path: str, content: Mapping[str, Any], place: Place) -> Choices | None:
    """Return what may be chosen for a field whose choices are not in the schema; None where it has none."""
    if path in _ROWS:
        here = place.steps[1] if len(place.steps) > 1 and place.steps[0] == _ROWS[path] else None
        rows = enumerate(content.get(_ROWS[path]) or ())
        return [(str(row["code"]), row_name(row)) for index, row in rows if row.get("code") and index != here]
    if path == "steps.authority":
        return [(each.key, each.name) for each in authorities()]
    if path == "themes":
        return [*theme_names().items()]
    if path == "result.licence_type":
        return [*licence_type_names().items()]
    if path == "situations.when":
        last = place.steps[-1]
        before = list(content.get("situations") or ())[: last if isinstance(last, int) else None]
        return [
            (f"{each.get('key')}={choice.get('value')}", called(str(each.get("question")), str(choice.get("label"))))
            for each in before
            for choice in each.get("choices") or ()
        ]
    return None


def _new_row(place: Place, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a new row begins with: the defaults of its table, and a code that is free."""
    if not place.is_new:
        return {}
    table = place.label
    row: dict[str, Any] = {}
    if len(place.steps) == 2:
        full = with_defaults({"type": content.get("type"), table: [{}]})
        row = {name: value for name, value in full[table][0].items() if value not in (None, "")}
    code = next((name for name in CODES if name in place.schema["properties"]), "")
    if code and table in _PREFIX:
        row[code] = _free(table, code, _rows_like(place, content))
    return row


def _rows_like(place: Place, content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the rows whose codes a new one must not repeat; fields of the form are known by theirs on all pages."""
    if place.label == "form.fields":
        return [row for page in content.get("form") or () for row in page.get("fields") or ()]
    rows: Sequence[Mapping[str, Any]] = value_at(content, place.steps[:-1])
    return rows


def _free(table: str, code: str, rows: Sequence[Mapping[str, Any]]) -> str:
    taken = {row.get(code) for row in rows}
    number = len(rows) + 1
    while (found := f"{_PREFIX[table]}{number:02d}" if not _PREFIX[table] else f"{_PREFIX[table]}{number}") in taken:
        number += 1
    return found


def _get(here: Mapping[str, Any], name: str) -> Any:
    outer, _dot, inner = name.partition(".")
    value = here.get(outer)
    return (value or {}).get(inner) if inner else value


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ("", [])


def _in_order(value: Any, before: Any) -> Any:
    """Return what was chosen; in the order it had, where the same is chosen as before."""
    same = isinstance(value, list) and isinstance(before, list) and sorted(value) == sorted(before)
    return before if same and value != before else value


def _set(here: dict[str, Any], name: str, value: Any) -> None:
    """Set a value, or take it away where it is None; an object that holds nothing any more goes, too."""
    outer, _dot, inner = name.partition(".")
    if inner:
        held = {**(here.get(outer) or {})}
        _set(held, inner, value)
        value = held if not all(_is_nothing(each) for each in held.values()) else {}
        here[outer] = value
    elif value is None:
        here.pop(name, None)
    else:
        here[name] = value
