"""The statements behind the published lists, put together from the fixed parts of the lists' own data.

What a reader chooses is only ever a parameter. A version is on a list of a day when it was in force as that day ended.
"""

from __future__ import annotations

from collections.abc import Iterable

from tongban.catalogue.rules.published_lists import PublishedList, Source

_IN_FORCE = "v.published_at < %(day)s AND (v.superseded_at IS NULL OR v.superseded_at >= %(day)s)"
_FROM = """FROM catalogue_version v
JOIN catalogue_implementation i ON i.id = v.implementation_id
JOIN parties_authority a ON a.id = i.authority_id
JOIN parties_region r ON r.code = i.region_id
{joined}"""
_COUNTED_FROM = """FROM catalogue_version v JOIN catalogue_implementation i ON i.id = v.implementation_id
{joined}"""

# The page is found by the narrow columns that an index holds; the cells are read of its rows only.
_ROWS = """
WITH page AS MATERIALIZED (
    SELECT v.id, {key} AS key, {place} AS place, i.region_id, a.key AS authority, i.task_code{counted}
    {tables}
    WHERE {in_force} AND {belongs}
    ORDER BY i.region_id, a.key, i.task_code, {place} {page}
)
SELECT i.task_code || ' ' || {key}, i.task_code, v.type,
    (SELECT c.standing FROM catalogue_version c WHERE c.id = i.current_id), v.name_en, a.name_en,
    ({cells})::text{number}
FROM page JOIN catalogue_version v ON v.id = page.id
JOIN catalogue_implementation i ON i.id = v.implementation_id
JOIN parties_authority a ON a.id = i.authority_id
JOIN parties_region r ON r.code = i.region_id
{joined}
WHERE {key} = page.key AND {place} = page.place
ORDER BY page.region_id, page.authority, page.task_code, page.place
"""

_COUNT = """
SELECT count(*), count(DISTINCT v.implementation_id) {tables} WHERE {in_force} AND {belongs}
"""

# Only versions that were in force on one of the days and not on the other can make a difference: those that ended
# between the days, and those that came between them and stayed. Said so that the indexes on both moments are used.
_COMPARED = """
WITH was AS MATERIALIZED (
    SELECT i.task_code || ' ' || {key} AS key, i.region_id AS region, a.key AS authority, i.task_code, {place} AS place,
        v.type, i.current_id, v.name_en, a.name_en AS authority_en, {cells} AS cells
    {tables} WHERE v.published_at < %(from)s AND v.superseded_at >= %(from)s AND v.superseded_at < %(to)s
        AND {belongs}
), became AS MATERIALIZED (
    SELECT i.task_code || ' ' || {key} AS key, i.region_id AS region, a.key AS authority, i.task_code, {place} AS place,
        v.type, i.current_id, v.name_en, a.name_en AS authority_en, {cells} AS cells
    {tables} WHERE v.published_at >= %(from)s AND v.published_at < %(to)s
        AND (v.superseded_at IS NULL OR v.superseded_at >= %(to)s) AND {belongs}
), differing AS (
    SELECT CASE WHEN was.key IS NULL THEN 'added' WHEN became.key IS NULL THEN 'removed' ELSE 'changed' END AS kind,
        coalesce(became.key, was.key) AS key, coalesce(became.region, was.region) AS region,
        coalesce(became.authority, was.authority) AS authority,
        coalesce(became.task_code, was.task_code) AS task_code, coalesce(became.place, was.place) AS place,
        coalesce(became.type, was.type) AS type, coalesce(became.current_id, was.current_id) AS current_id,
        coalesce(became.name_en, was.name_en) AS name_en,
        coalesce(became.authority_en, was.authority_en) AS authority_en,
        was.cells AS before, became.cells AS after
    FROM was FULL JOIN became ON became.key = was.key
    WHERE was.cells IS DISTINCT FROM became.cells
), numbers AS (
    SELECT count(*) FILTER (WHERE kind = 'added') AS added, count(*) FILTER (WHERE kind = 'removed') AS removed,
        count(*) FILTER (WHERE kind = 'changed') AS changed FROM differing
), page AS (
    SELECT * FROM differing ORDER BY kind, region, authority, task_code, place LIMIT %(limit)s OFFSET %(offset)s
)
SELECT n.added, n.removed, n.changed, p.kind, p.key, p.task_code, p.type, c.standing, p.name_en, p.authority_en,
    p.before::text, p.after::text
FROM numbers n LEFT JOIN page p ON TRUE LEFT JOIN catalogue_version c ON c.id = p.current_id
ORDER BY p.kind, p.region, p.authority, p.task_code, p.place
"""

# A row stays on a list over versions that say the same; it left it where none follows on the day that one ends.
# Only what came before or after another can differ from it, so only of these the cells are read.
_CHANGES = """
WITH held AS MATERIALIZED (
    SELECT i.task_code || ' ' || {key} AS key,
        CASE WHEN v.number > 1 OR v.superseded_at IS NOT NULL THEN md5(({cells})::text) END AS cells,
        (v.published_at AT TIME ZONE 'Asia/Shanghai')::date AS begins,
        (v.superseded_at AT TIME ZONE 'Asia/Shanghai')::date AS ends
    {tables} WHERE v.published_at IS NOT NULL AND {belongs}
        AND (v.published_at AT TIME ZONE 'Asia/Shanghai')::date
            IS DISTINCT FROM (v.superseded_at AT TIME ZONE 'Asia/Shanghai')::date
)
SELECT coalesce(begun.begins, ended.ends) AS day, count(*) FILTER (WHERE ended.key IS NULL),
    count(*) FILTER (WHERE begun.key IS NULL), count(*) FILTER (WHERE begun.cells <> ended.cells)
FROM held AS begun
FULL JOIN (SELECT * FROM held WHERE ends IS NOT NULL) AS ended
    ON ended.key = begun.key AND ended.ends = begun.begins
WHERE ended.key IS NULL OR begun.key IS NULL OR begun.cells <> ended.cells
GROUP BY day ORDER BY day DESC
"""

_FILTERS = {
    "authority": "a.key = %(authority)s",
    "region": "i.region_id LIKE %(region)s",
    "words": "concat_ws(' ', v.name, a.name, i.task_code, i.local_code, {words}) ILIKE ALL (%(words)s)",
}


def rows(of: PublishedList, filters: Iterable[str], part: str = "", *, paged: bool) -> str:
    """Return the statement for the rows of a day, all or a page of them.

    Columns: key, 实施编码, type, standing of the version in force now, English names of item and authority,
    cells (JSON), and on a page the count of all rows.
    """
    return _ROWS.format(
        key=of.source.key,
        place=of.source.place,
        cells=_cells(of),
        counted=", count(*) OVER () AS number" if paged else "",
        number=", page.number" if paged else "",
        joined=of.source.joined,
        page="LIMIT %(limit)s OFFSET %(offset)s" if paged else "",
        tables=_tables(of.source),
        in_force=_IN_FORCE,
        belongs=_belongs(of, filters, part),
    )


def count(of: PublishedList, filters: Iterable[str], part: str = "") -> str:
    """Return the statement that counts the rows of a day, and the items that they are of."""
    return _COUNT.format(tables=_tables(of.source), in_force=_IN_FORCE, belongs=_belongs(of, filters, part))


def counts(source: Source, lists: Iterable[PublishedList]) -> str:
    """Return the statement that counts all lists of a source in one go: of each its rows, its items, and its parts."""
    counted = []
    for each in lists:
        counted += [
            f"count(*) FILTER (WHERE {each.where})",
            # One version of an implementation is in force at a time: where rows are items, there is nothing to sort.
            f"count({'DISTINCT v.implementation_id' if source.joined else '*'}) FILTER (WHERE {each.where})",
            *(f"count(*) FILTER (WHERE {each.where} AND {part.where})" for part in each.parts),
        ]
    tables = _COUNTED_FROM.format(joined=source.joined)
    return f"SELECT {', '.join(counted)} {tables} WHERE v.variant = '' AND {_IN_FORCE}"


def compared(of: PublishedList) -> str:
    """Return the statement for a page of what differs between the days `from` and `to`, and how much there is."""
    return _COMPARED.format(
        key=of.source.key,
        place=of.source.place,
        cells=_cells(of),
        tables=_tables(of.source),
        belongs=_belongs(of, (), ""),
    )


def changes(of: PublishedList) -> str:
    """Return the statement for the days on which a list changed: day, how many rows came, went and changed."""
    return _CHANGES.format(key=of.source.key, cells=_cells(of), tables=_tables(of.source), belongs=_belongs(of, (), ""))


def _tables(source: Source) -> str:
    return _FROM.format(joined=source.joined)


def _belongs(of: PublishedList, filters: Iterable[str], part: str) -> str:
    # What is in use beside the ordinary version is another way to do the same item.
    conditions = ["v.variant = ''", f"({of.where})"]
    conditions += [_FILTERS[each].format(words=of.source.words) for each in filters]
    conditions += [f"({each.where})" for each in of.parts if each.key == part]
    return " AND ".join(conditions)


def _cells(of: PublishedList) -> str:
    return f"jsonb_build_array({', '.join(column.sql for column in of.columns)})"
