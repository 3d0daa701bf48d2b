"""How one content of an item differs from another, as data and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.condition_words import in_words, titles_of
from tongban.catalogue.rules.labels import CODES, LABELS, label_of
from tongban.catalogue.rules.messages import Message

# The rows of a table are known again by these fields, and named to people by those.
_KNOWN_BY: dict[str, tuple[str, ...]] = {
    "basis": ("law", "article"),
    "materials": ("code",),
    "steps": ("code",),
    "fees": ("name",),
    "fees.reductions": ("name",),
    "questions": ("question",),
    "form": ("title",),
    "form.fields": ("key",),
    "pause_grounds": ("code",),
    "special_procedures": ("name",),
    "business_items": ("code",),
    "situations": ("key",),
    "situations.choices": ("value",),
    "intermediaries": ("name",),
    "cancelled_proofs": ("name",),
}
_NAMED_BY: dict[str, tuple[str, ...]] = {
    "materials": ("name",),
    "steps": ("name",),
    "form.fields": ("title",),
    "pause_grounds": ("label",),
    "business_items": ("name",),
    "situations": ("question",),
    "situations.choices": ("label",),
}
# Differences are told in the order of the form.
_PLACES = {field: place for place, field in enumerate(LABELS)}
# Lists of texts that are read line by line; other lists are a choice of codes, and said whole.
_LINES = ("aliases", "conditions", "condition_rules", "measures", "procedure", "form.when", "form.fields.when")

FIRST = gettext_noop("首次发布。")
SET = gettext_noop("%(field)s填写为“%(after)s”。")
CLEARED = gettext_noop("%(field)s不再填写，原为“%(before)s”。")
CHANGED = gettext_noop("%(field)s由“%(before)s”改为“%(after)s”。")
ADDED = gettext_noop("%(field)s增加“%(row)s”。")
REMOVED = gettext_noop("%(field)s删去“%(row)s”。")
REORDERED = gettext_noop("%(field)s的顺序有调整。")
OF_ROW = gettext_noop("%(table)s“%(row)s”：%(said)s")
YES, NO = gettext_noop("是"), gettext_noop("否")

# So much of a long text is said around what differs in it.
LONGEST_SAID = 120
AROUND = 12


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is different, a mapping for each: its `field` by path, the `rows` it is in, and its `kind`.

    The kinds are first (nothing came before), changed (`before`, `after`), added and removed (`row`, the name of a row
    or line), reordered. Rows of tables are matched by code or name. What both leave empty does not differ.
    """
    if before is None:
        return [{"kind": "first", "field": "", "rows": []}]
    return list(_of_table(_conditions_said(before), _conditions_said(after), "", []))


def _conditions_said(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a content in which the conditions of the form are sentences, so that they are told as people read them."""
    form = content.get("form")
    if not isinstance(form, list):
        return content
    titles = titles_of(form)

    def said(row: Any) -> Any:
        if not isinstance(row, Mapping):
            return row
        told = dict(row)
        if isinstance(row.get("when"), list):
            told["when"] = [str(in_words(each, titles)) for each in row["when"] if isinstance(each, Mapping)]
        if isinstance(row.get("fields"), list):
            told["fields"] = [said(each) for each in row["fields"]]
        return told

    return {**content, "form": [said(group) for group in form]}


def words_of(changes: Iterable[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> list[Message]:
    """Return a sentence for each change; `names` are the words for keys of authorities and themes."""
    return [_sentence(change, names or {}) for change in changes]


def _of_table(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str, rows: list[str]
) -> Iterator[dict[str, Any]]:
    keys = {f"{path}.{key}" if path else key: key for key in (*before, *after)}
    for field in sorted(keys, key=lambda each: (_PLACES.get(each, len(_PLACES)), each)):
        yield from _of_field(before.get(keys[field]), after.get(keys[field]), field, rows)


def _of_field(before: Any, after: Any, field: str, rows: list[str]) -> Iterator[dict[str, Any]]:
    if _same(before, after):
        return
    if field in _KNOWN_BY and _is_table(before) and _is_table(after):
        yield from _of_rows(before or [], after or [], field, rows)
    elif field in _LINES and _is_lines(before) and _is_lines(after):
        yield from _of_lines(before or [], after or [], field, rows)
    elif (before or after) and all(each is None or isinstance(each, Mapping) for each in (before, after)):
        yield from _of_table(before or {}, after or {}, field, rows)
    else:
        yield {"kind": "changed", "field": field, "rows": rows, "before": before, "after": after}


def _of_rows(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], field: str, rows: list[str]
) -> Iterator[dict[str, Any]]:
    old, new = _by_key(before, field), _by_key(after, field)
    for key, row in old.items():
        if key not in new:
            yield {"kind": "removed", "field": field, "rows": rows, "row": _name(row, field)}
    for key, row in new.items():
        if key not in old:
            yield {"kind": "added", "field": field, "rows": rows, "row": _name(row, field)}
        else:
            yield from _of_table(old[key], row, field, [*rows, _name(old[key], field)])
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield {"kind": "reordered", "field": field, "rows": rows}


def _of_lines(before: Sequence[str], after: Sequence[str], field: str, rows: list[str]) -> Iterator[dict[str, Any]]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for line in gone.elements():
        yield {"kind": "removed", "field": field, "rows": rows, "row": line}
    for line in come.elements():
        yield {"kind": "added", "field": field, "rows": rows, "row": line}
    if not gone and not come:
        yield {"kind": "reordered", "field": field, "rows": rows}


def _by_key(table: Sequence[Mapping[str, Any]], field: str) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Return the rows by what they are known by; of rows that are known by the same, each is one of its own."""
    times: Counter[str] = Counter()
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in table:
        key = repr([row.get(name) for name in _KNOWN_BY[field]])
        times[key] += 1
        found[key, times[key]] = row
    return found


def _name(row: Mapping[str, Any], field: str) -> str:
    for names in (_NAMED_BY.get(field, ()), _KNOWN_BY[field]):
        said = " ".join(str(row[name]) for name in names if row.get(name))
        if said:
            return said
    return "—"


def _same(before: Any, after: Any) -> bool:
    # True is not 1 here, though Python says so; and what is empty in both, by whatever emptiness, is the same.
    if isinstance(before, bool) != isinstance(after, bool):
        return False
    return bool(before == after or (_is_empty(before) and _is_empty(after)))


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | Mapping) and not value)


def _is_table(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(row, Mapping) for row in value))


def _is_lines(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(line, str) for line in value))


def _sentence(change: Mapping[str, Any], names: Mapping[str, str]) -> Message:
    field, label = change["field"], Message(label_of(change["field"]))
    kind = change["kind"]
    if kind == "first":
        return Message(FIRST)
    if kind in ("added", "removed"):
        said = Message(ADDED if kind == "added" else REMOVED, field=label, row=_cut(change["row"]))
    elif kind == "reordered":
        said = Message(REORDERED, field=label)
    elif _is_empty(change["before"]):
        said = Message(SET, field=label, after=_cut(_value(change["after"], field, names)))
    elif _is_empty(change["after"]):
        said = Message(CLEARED, field=label, before=_cut(_value(change["before"], field, names)))
    else:
        before, after = _where_they_differ(
            _value(change["before"], field, names), _value(change["after"], field, names)
        )
        said = Message(CHANGED, field=label, before=before, after=after)
    for depth in range(len(change["rows"]), 0, -1):
        table = _table_at(field, depth)
        said = Message(OF_ROW, table=Message(label_of(table)), row=change["rows"][depth - 1], said=said)
    return said


def _table_at(field: str, depth: int) -> str:
    """Return the path of the table in which the row at a depth lies: of `form.fields.title` at 1, `form`."""
    parts = field.split(".")
    tables = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return [each for each in tables if each in _KNOWN_BY][depth - 1]


def _value(value: Any, field: str, names: Mapping[str, str]) -> str:
    """Say a value; a word that has English stays a Message, so that a door can say it."""
    words = CODES.get(field, {})
    if isinstance(value, bool):
        return Message(YES if value else NO)
    if isinstance(value, list):
        return "、".join(_value(each, field, names) for each in value)
    if isinstance(value, str) and value in words:
        return Message(words[value])
    return names.get(value, value) if isinstance(value, str) else str(value)


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Cut long texts down to what differs in them, with a little around it."""
    if max(len(before), len(after)) <= LONGEST_SAID:
        return before, after
    same = next((place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    start = max(0, same - AROUND)
    lead = "…" if start else ""
    return lead + _cut(before[start:]), lead + _cut(after[start:])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"
