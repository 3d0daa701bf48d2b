"""What can be wrong with what the database holds: the doctor's questions about matters, the journal and constraints.

The ordinary ones look at catalogues, sequences and a sample, and take a second on a city; the thorough ones go through
every row by sets. What is wrong is named by the first number of a matter that it is wrong with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection

from tongban.cli.diagnosis import Finding, well, wrong

SAMPLE = 500
_INVALID = """
SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE NOT convalidated AND connamespace = 'public'::regnamespace
UNION ALL
SELECT indexrelid::regclass::text, indrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE NOT (indisvalid AND indisready) AND c.relnamespace = 'public'::regnamespace ORDER BY 1 LIMIT 1
"""
_SERIALS = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND (a.attidentity <> '' OR a.atthasdef)
    AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL ORDER BY 1
"""
# The first matter whose journal has another number of entries, another last state, or a jump in it. As an aggregate:
# with a LIMIT the planner would try one matter after the other.
_JOURNAL = """
WITH said AS (
    SELECT matter_id, count(*) AS entries, max(sequence) AS last, bool_and(joined) AS joined FROM (
        SELECT matter_id, sequence, from_state = coalesce(lag(to_state) OVER w, '') AS joined
        FROM matters_journal_entry {some} WINDOW w AS (PARTITION BY matter_id ORDER BY sequence)
    ) entry GROUP BY matter_id
)
SELECT min(m.number) FROM matters_matter m LEFT JOIN said s ON s.matter_id = m.id
LEFT JOIN matters_journal_entry e ON e.matter_id = m.id AND e.sequence = m.version
WHERE {which} (s.entries IS DISTINCT FROM m.version OR s.last <> m.version OR NOT s.joined OR e.to_state <> m.state)
"""
# A limit in working days without a pause is due so many ordinals after it began.
_DUE = """
WITH calendars AS (SELECT * FROM unnest(%(regions)s::text[], %(calendars)s::text[]) AS known (region_id, calendar))
SELECT min(m.number) FROM matters_clock c JOIN matters_matter m ON m.id = c.matter_id
JOIN calendars k ON k.region_id = m.region_id
JOIN kernel_calendarday first ON first.region_code = k.calendar AND first.day = c.started_on
JOIN kernel_calendarday last ON last.region_code = k.calendar AND last.day = c.due_on
WHERE c.unit = 'working' AND (last.ordinal - first.ordinal <> c.days OR c.days > 0 AND NOT last.working)
    AND NOT EXISTS (SELECT FROM matters_pause p WHERE p.matter_id = c.matter_id)
"""


def about_filling() -> Iterator[Finding]:
    """Ask whether a city was begun and left half filled: its tables have no indexes then."""
    from tongban.cli.city_scale import bare_tables, progress

    if not progress.began():
        return
    if progress.is_done("all"):
        yield well("城市数据已填充完毕", "the city is filled to its end")
        return
    missing = len(bare_tables.taken())
    yield wrong(
        f"城市数据只填充了一部分，缺 {missing} 个索引和约束：请再次运行 ./tongban seed --size city",
        f"a city is half filled, {missing} indexes and constraints are missing: run ./tongban seed --size city again",
    )


def about_constraints() -> Iterator[Finding]:
    """Ask whether every constraint was checked over its whole table, and every index can be used."""
    found = _first(_INVALID)
    if found:
        yield wrong(
            f"{found[1]} 的 {found[0]} 无效：请在核对数据后重建",
            f"{found[0]} of {found[1]} is not valid: look at the rows and make it anew",
        )
    else:
        yield well("约束和索引全部有效", "every constraint and index is valid")


def about_sequences() -> Iterator[Finding]:
    """Ask whether every sequence is beyond the largest number that its table holds."""
    with connection.cursor() as cursor:
        cursor.execute(_SERIALS)
        columns = cursor.fetchall()
        parts = [
            f'SELECT \'{table}\', (SELECT max("{column}") FROM "{table}"), last_value FROM {sequence}'
            for table, column, sequence in columns
        ]
        cursor.execute(" UNION ALL ".join(parts))
        behind = [(table, largest) for table, largest, last in cursor.fetchall() if largest and largest > last]
    if behind:
        table, largest = behind[0]
        yield wrong(
            f"{table} 的序列落后于最大编号 {largest}：下一次写入会失败，请用 setval 校正",
            f"the sequence of {table} is behind its largest id {largest}: the next row will fail, set it right",
        )
    else:
        yield well("序列都在最大编号之后", "every sequence is beyond its largest number")


def about_matters(*, thorough: bool = False) -> Iterator[Finding]:
    """Ask whether matters say what their journal, clocks and pauses say: of a sample, or of all."""
    ids = [] if thorough else _sample()
    yield _journal_agrees(ids, thorough)
    yield _days_follow(ids, thorough)
    yield _hashes_hold(ids or _sample())
    yield _tree_is_whole(thorough)


def about_licence_index() -> Iterator[Finding]:
    """Ask whether the index of licences lists as many as there are; looks through both tables."""
    found = _first(
        "SELECT (SELECT count(*) FROM licences_licence), count(*) FROM sharing_licencerecord r"
        " WHERE EXISTS (SELECT FROM licences_licence l WHERE l.identifier = r.object_code)"
    )
    held, listed = found or (0, 0)
    if held != listed:
        yield wrong(
            f"证照 {held} 张，目录里只有 {listed} 张：请运行 ./tongban init 重建证照目录",
            f"there are {held} licences and {listed} in their index: run ./tongban init to index them",
        )
    else:
        yield well(f"证照目录与 {held} 张证照一致", f"the index agrees with {held} licences")


def _journal_agrees(ids: list[int], thorough: bool) -> Finding:
    some = "" if thorough else "WHERE matter_id = ANY(%(ids)s)"
    found = _first(_JOURNAL.format(some=some, which="" if thorough else "m.id = ANY(%(ids)s) AND"), ids=ids)
    if found and found[0]:
        return wrong(
            f"{found[0]} 与它的办理记录不一致：请运行 ./tongban verify-journal",
            f"{found[0]} does not agree with its journal: run ./tongban verify-journal",
        )
    return well("事项与办理记录一致", "matters agree with their journal")


def _days_follow(ids: list[int], thorough: bool) -> Finding:
    number = _wrong_day(ids or _sample()) or (_wrong_clock() if thorough else "")
    if number:
        return wrong(
            f"{number} 的期限与它的时钟和暂停记录不符：请运行 ./tongban import-notice 重算",
            f"the days of {number} do not follow from its clocks and pauses: recompute them",
        )
    return well("期限都能由事实重算", "due days follow from their facts")


def _wrong_day(ids: list[int]) -> str:
    """Return the first number of these whose days, worked out by the engine's own rule, are others."""
    from tongban.kernel.clock import today
    from tongban.matters.actions.project import projection
    from tongban.matters.models import Matter

    for matter in Matter.objects.filter(pk__in=ids).prefetch_related("clocks", "pauses").order_by("number"):
        clocks = list(matter.clocks.all())
        values, stale = projection(clocks, list(matter.pauses.all()), matter.region_id, today())
        if stale or any(getattr(matter, name) != values[name] for name in ("due_on", "due_provisional", "paused_on")):
            return matter.number
    return ""


def _wrong_clock() -> str:
    from tongban.kernel.queries import calendar_of

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT region_id FROM matters_matter")
        regions = [region for (region,) in cursor.fetchall()]
    calendars = [calendar_of(region).region for region in regions]
    found = _first(_DUE, regions=regions, calendars=calendars)
    return str(found[0] or "") if found else ""


def _hashes_hold(ids: list[int]) -> Finding:
    """Work the hashes of the entries of some matters out again."""
    from tongban.kernel.rules.merkle import leaf_hash
    from tongban.matters.models import JournalEntry
    from tongban.matters.queries.recorded import canonical_of

    by_matter: dict[int, list[JournalEntry]] = defaultdict(list)
    for entry in JournalEntry.objects.filter(matter__in=ids).select_related("matter").order_by("matter__number"):
        by_matter[entry.matter_id].append(entry)
    for entries in by_matter.values():
        for each in entries:
            if leaf_hash(canonical_of(each)) != bytes(each.leaf_hash):
                return wrong(
                    f"{each.matter.number} 的第 {each.sequence} 条记录与其哈希不符：请运行 ./tongban verify-journal",
                    f"entry {each.sequence} of {each.matter.number} has another hash: run ./tongban verify-journal",
                )
    return well("抽查的记录与哈希一致", "the entries of a sample have their hashes")


def _tree_is_whole(thorough: bool) -> Finding:
    """Compare the tree's size with its tiles, and in all with its leaves."""
    from tongban.matters.queries.journal import tree_size

    size = tree_size()
    leaves = "(SELECT count(*) FROM matters_tree_leaf)" if thorough else "%(size)s"
    found = _first(
        f"SELECT {leaves}, coalesce(sum(octet_length(hashes)), 0) / 32 FROM matters_tree_tile WHERE level = 0",
        size=size,
    )
    held, hashed = found or (0, 0)
    if held != size or hashed != size:
        gap = _first(
            "SELECT n FROM generate_series(0, %(size)s - 1) n WHERE NOT EXISTS"
            " (SELECT FROM matters_tree_leaf WHERE index = n) LIMIT 1",
            size=size,
        )
        at = int(gap[0] if gap else min(held, hashed)) + 1
        return wrong(
            f"日志树从第 {at} 条起有缺口：请运行 ./tongban verify-journal",
            f"the journal's tree has a gap from its entry {at} on: run ./tongban verify-journal",
        )
    return well(f"日志树 {size} 条，没有缺口", f"the journal's tree of {size} has no gap")


def _sample() -> list[int]:
    """Return the ids of some matters, spread over the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'matters_matter'::regclass")
        (rows,) = cursor.fetchone()
        share = min(100.0, 200.0 * SAMPLE / rows)
        cursor.execute(f"SELECT id FROM matters_matter TABLESAMPLE SYSTEM ({share}) ORDER BY random() LIMIT {SAMPLE}")
        return [pk for (pk,) in cursor.fetchall()]


def _first(statement: str, **values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
