"""Enter licences of an authority that were there before this system (存量导入)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.sealing import opener, sealed_field
from tongban.licences.actions.stock.enter_stock import enter
from tongban.licences.lifecycle import RUNNING
from tongban.licences.models import Licence, LicenceType, StockImport
from tongban.licences.rules.stock_files import StockFile
from tongban.licences.rules.stock_rows import STOCK_LEVELS, KnownAuthority, KnownType, Reader, StockRow
from tongban.matters.events import NotYours
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.reports import ImportRefused, Problem

CHUNK = 10_000
SAMPLE = 20
_KNOWN = """
SELECT DISTINCT ON (l.type_id, l.authority_id, l.number)
    l.type_id, l.authority_id, l.number, l.holder_code, l.issued_on, l.valid_from, l.valid_until, l.holder_name
FROM licences_licence l
JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) AS k (type_id, authority_id, number)
    ON (l.type_id, l.authority_id, l.number) = (k.type_id, k.authority_id, k.number)
ORDER BY l.type_id, l.authority_id, l.number, l.version DESC
"""
_HELD = """
SELECT l.type_id, l.holder_code, l.identifier FROM licences_licence l
JOIN unnest(%s::bigint[], %s::text[]) AS k (type_id, holder_code)
    ON (l.type_id, l.holder_code) = (k.type_id, k.holder_code)
WHERE l.state = ANY(%s) AND (l.valid_until IS NULL OR l.valid_until >= %s)
"""
_NAMED = "SELECT identifier FROM licences_licence WHERE identifier = ANY(%s)"

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class StockReport:
    """What an import did, or would do: how many are new, how many are there already, and what is wrong by row."""

    created: int
    unchanged: int
    problems: Sequence[Problem] = ()
    by_type: Mapping[str, int] = field(default_factory=dict)
    sample: Sequence[StockRow] = ()


def import_stock(
    *, file: StockFile, level: str, actor: Actor, at: dt.datetime, authority: str = "", preview: bool = False
) -> StockReport:
    """Enter the licences of a file, all or none; a licence that is there with the same words stays as it is.

    `level` is the trust of rows that say none: B told by the authority's own system, C copied from paper and checked,
    D a scan. `authority` is the key of the issuing one where rows name none. A holder is found by code, or stays known
    by code alone. In a `preview` nothing is written, and what is wrong stands in the report. Raises NotYours for who
    issues nothing, BadInput, ImportRefused with every problem by row and field.
    """
    if level not in STOCK_LEVELS:
        raise BadInput({"level": _("请选择可信等级：B、C 或 D")})
    known_authorities = _authorities(actor)
    reader = Reader(
        file.name,
        file.heads,
        types=_types(),
        authorities=known_authorities,
        usual=_usual(known_authorities, authority),
        level=level,
        scans=frozenset(file.scans),
    )
    rows = _read(reader, file)
    with transaction.atomic():
        new, same = _new_ones(rows, reader, day_of(at)) if not reader.problems else (rows, 0)
        _check_scans(new, reader, file.scans)
        report = StockReport(len(new), same, tuple(reader.problems), _counted(new), new[:SAMPLE])
        if preview:
            return report
        if reader.problems:
            raise ImportRefused(reader.problems)
        if new:
            batch = StockImport.objects.create(
                file_name=files.safe_name(file.name),
                sha256=_fingerprint(rows),
                trust_level=level,
                actor_name=actor.name,
                imported_at=at,
                created=len(new),
                unchanged=same,
            )
            enter(new, batch=batch, scans=file.scans, actor=actor, at=at)
    return report


def _authorities(actor: Actor) -> dict[str, KnownAuthority]:
    charged = None if actor.is_system else set(actor.authorities(DutyKind.ISSUER))
    if charged is not None and not charged:
        raise NotYours(_("只有发证机关的制证人员可以导入存量证照"))
    known = dict[str, KnownAuthority]()
    for each in authorities():
        if charged is None or each.id in charged:
            told = KnownAuthority(each.id, each.uscc, each.name)
            known |= {each.uscc: told, each.name: told, each.key: told}
    return known


def _usual(known: Mapping[str, KnownAuthority], key: str) -> KnownAuthority | None:
    if key and key not in known:
        raise BadInput({"authority": _("请选择您能为它导入的发证机关")})
    ids = {each.id for each in known.values()}
    return known[key] if key else next(iter(known.values())) if len(ids) == 1 else None


def _types() -> dict[str, KnownType]:
    known: dict[str, KnownType] = {}
    named: dict[str, int] = defaultdict(int)
    for each in LicenceType.objects.all():
        labels = {
            word: (line["key"], line["label"], line.get("label_en", ""))
            for line in each.fields
            for word in (line["key"], line["label"])
        }
        kind = KnownType(
            each.pk, each.type_code, each.name, each.name_en, labels, each.one_per_holder, tuple(each.holder_kinds)
        )
        known |= {each.type_code: kind, each.code: kind}
        named[each.name] += 1
        known[each.name] = kind
    return {word: kind for word, kind in known.items() if named.get(word, 1) == 1}


def _read(reader: Reader, file: StockFile) -> list[StockRow]:
    rows, seen = list[StockRow](), dict[Key, int]()
    # Where the heads are wrong, every row would be.
    for number, cells in enumerate(file.rows, start=1) if not reader.problems else ():
        row = reader.read(number, cells)
        if row is None:
            continue
        first = seen.setdefault(_key(row), number)
        if first != number:
            reader.wrong(number, "certificate_number", f"与第 {first} 行是同一份证照")
        rows.append(row)
    return rows


def _key(row: StockRow) -> Key:
    return row.type.id, row.authority.id, row.number


def _new_ones(rows: list[StockRow], reader: Reader, day: dt.date) -> tuple[list[StockRow], int]:
    """Return the rows that the register does not have, and how many it has; what it has otherwise is a problem."""
    new = []
    for chunk in _chunks(rows):
        known = _known(chunk)
        taken = _asked(_NAMED, [[row.identifier for row in chunk if row.identifier]])
        for row in chunk:
            held = known.get(_key(row))
            if held is None and (row.identifier,) in taken:
                reader.wrong(row.row, "certificate_identifier", "登记簿中已有这个标识的另一份证照")
            elif held is None:
                new.append(row)
            elif held != (row.holder_code, row.issued_on, row.valid_from, row.valid_until, row.holder_name):
                reader.wrong(row.row, "certificate_number", "登记簿中已有这份证照，内容不同，请在证照页面更正")
    _refuse_seconds(new, reader, day)
    return new, len(rows) - len(new)


def _known(chunk: Sequence[StockRow]) -> dict[Key, tuple[object, ...]]:
    types, owners, numbers = zip(*map(_key, chunk), strict=True)
    said = opener(Licence, "holder_code")
    rows = _asked(_KNOWN, [list(types), list(owners), list(numbers)])
    return {(row[0], row[1], row[2]): (said(row[3]), *row[4:]) for row in rows}


def _refuse_seconds(new: list[StockRow], reader: Reader, day: dt.date) -> None:
    """Note the rows whose holder would have two of what one may have one of."""
    single = [row for row in new if row.type.one_per_holder and row.state in RUNNING]
    single = [row for row in single if row.valid_until is None or row.valid_until >= day]
    seen: dict[tuple[int, str], int] = {}
    code_column, said = sealed_field(Licence, "holder_code"), opener(Licence, "holder_code")
    for chunk in _chunks(single):
        forms = [(row.type.id, form) for row in chunk for form in code_column.forms(row.holder_code)]
        asked = [[kind for kind, _form in forms], [form for _kind, form in forms], list(RUNNING), day]
        held = {(kind, said(code)): identifier for kind, code, identifier in _asked(_HELD, asked)}
        for row in chunk:
            one = (row.type.id, row.holder_code)
            if one in held:
                reader.wrong(row.row, "holder_code", f"持证人已有一份有效的：{held[one]}")
            elif (first := seen.setdefault(one, row.row)) != row.row:
                reader.wrong(row.row, "holder_code", f"同一持证人只能有一份，与第 {first} 行重复")


def _check_scans(new: Sequence[StockRow], reader: Reader, scans: Mapping[str, bytes]) -> None:
    for row in new:
        if not row.scan:
            continue
        try:
            files.inspect_upload(scans[row.scan], row.scan, allowed=("pdf",))
        except files.UploadRefused as refused:
            reader.wrong(row.row, "file", f"{row.scan}：{refused}")


def _counted(new: Sequence[StockRow]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in new:
        counts[row.type.name] += 1
    return dict(counts)


def _fingerprint(rows: Sequence[StockRow]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row.type.type_code} {row.authority.uscc} {row.number} {row.holder_code}\n".encode())
    return digest.hexdigest()


def _chunks(rows: Sequence[StockRow]) -> Iterator[Sequence[StockRow]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _asked(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
