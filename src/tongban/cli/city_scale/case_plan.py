"""What happens in each case of a filled city, worked out from its number alone: who, which item, what and when.

A plan is a temporary table with a row for each case of a piece. Days are ordinals of the year's working days, so that a
limit is a sum. The moves of a day keep to their hours: received in the morning, accepted from one o'clock, reviewed
from three, decided and delivered after that; so moments never stand in another order than the entries. OFFSET 0 keeps
PostgreSQL from writing one level into the next, which would work each day out again wherever it is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from tongban.cli.city_scale.people import Range
from tongban.cli.city_scale.pools import Pools
from tongban.cli.city_scale.progress import SCHEMA
from tongban.cli.city_scale.size import Size
from tongban.parties.models import Person

# Five of nineteen among the newest are open.
_NEWEST = 19 / 5
# Ids leave each case room for its entries, clocks, reviews and materials.
ROOM = 32
# Seconds since midnight UTC at which the work of a kind begins: nine o'clock in Shanghai is one.
_NINE, _HALF_PAST_TEN, _ONE, _TWO, _HALF_PAST_TWO = 3_600, 9_000, 18_000, 21_600, 23_400
_THREE, _HALF_PAST_THREE, _HALF_PAST_FOUR, _FIVE = 25_200, 27_000, 30_600, 32_400
# Lawful limits in working days: intake (第三十二条) and delivery (第四十四条); corrections in days.
INTAKE, DELIVERY, CORRECTION = 5, 10, 30
# An open special procedure was declared for so many working days.
DECLARED = 10
# What is kept of a plan, in the order in which it is read most: PostgreSQL takes a row apart from its beginning.
_KEPT = (
    *("matter_id", "web", "decided", "accepted", "reviewed", "corrected", "suspended", "resumed", "from_home"),
    *("o_delivered", "o_closed", "o_corrected", "s_open", "s_accept", "s_decide", "clerk", "reviewer", "decider"),
    *("state", "outcome", "matter_number", "applicant_name", "clerk_name", "reviewer_name", "decider_name"),
    *("opened_on", "accepted_on", "decided_on", "promised", "legal", "files", "fields", "months", "version_id"),
    *("task_code", "owner_id", "opened_at", "decided_at", "delivered_at", "closed_at", "accepted_at", "ended_at"),
    *("version_number", "intake_due_on", "promise_due_on", "legal_due_on", "delivery_due_on", "delivered_on"),
    *("intake_provisional", "promise_provisional", "legal_provisional", "delivery_provisional", "returned_on"),
    *("ended_on", "materials", "submitted_at", "version", "person_id", "organisation_id", "class", "place"),
    *("region_id", "subject", "steps", "given", "o_open", "o_accepted", "o_work", "o_decided", "excluded"),
    *("first_steps", "field", "field_title", "sent_at", "suspended_at", "resumed_at", "returned_at", "corrected_at"),
    *("corrected_on", "resumed_on", "corrected_by", "told_far", "intake_again_on", "again_provisional"),
    "expected_end_on",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What every plan is drawn from; first ids are those of the first case."""

    size: Size
    seed: int
    pools: Pools
    persons: Range
    organisations: Range
    demo_persons: tuple[int, ...]
    first_matter: int
    first_serial: int


def demo_people() -> tuple[int, ...]:
    """Return the persons of the demo city, who have accounts: some cases are theirs."""
    found = Person.objects.filter(pk__in=_with_account()).order_by("pk").values_list("pk", flat=True)
    return tuple(found)


def _with_account() -> list[int]:
    from tongban.parties.models import Account

    return [each for each in Account.objects.values_list("person_id", flat=True) if each is not None]


def plan(drawn: Drawn, first: int, last: int) -> str:
    """Return the statement that makes the temporary table `plan` for the cases from `first` to `last`."""
    cases, days, items = drawn.size.cases, drawn.pools.days, drawn.pools.items
    newest = int(drawn.size.open * _NEWEST)
    counts = " ".join(f"WHEN '{name}' THEN {count}" for name, count in sorted(items.items()))
    demo = f"(ARRAY{list(drawn.demo_persons)}::bigint[])" if drawn.demo_persons else "NULL::bigint[]"
    apart = max(1, cases // 200) if drawn.demo_persons else cases + 1

    def roll(place: int, sides: int) -> str:
        return f"((hashint8extended(g, {drawn.seed * 64 + place}) & 2147483647) % {sides})::int"

    return f"""
CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
WITH numbered AS (
    SELECT g, g > {cases - newest} AND g % 19 < 5 AS open, 1 + ((g - 1) * {days} / {cases})::int AS o_open,
        ((g - 1) * {days} % {cases})::float / {cases} AS hour, {roll(1, 1000)} AS luck, {roll(2, 1000)} AS turn
    FROM generate_series({first}::bigint, {last}::bigint) g
    OFFSET 0
), ended AS (
    SELECT *, CASE WHEN NOT open THEN
            CASE WHEN luck < 40 THEN 'withdrawn' WHEN luck < 70 THEN 'not_accepted' ELSE 'closed' END
        WHEN {days} - o_open <= 3 THEN
            CASE WHEN luck < 200 THEN 'draft' WHEN luck < 800 THEN 'submitted' ELSE 'received' END
        WHEN luck < 50 THEN 'draft' WHEN luck < 170 AND {days} - o_open <= 15 THEN 'correcting'
        WHEN luck < 270 THEN 'accepted' WHEN luck < 770 THEN 'reviewing' WHEN luck < 870 THEN 'deciding'
        WHEN luck < 930 THEN 'granted' WHEN luck < 950 THEN 'refused' ELSE 'delivered' END AS state
    FROM numbered
    OFFSET 0
), sorted AS (
    SELECT *, state IN ('withdrawn', 'not_accepted', 'draft', 'submitted') AS from_home,
        CASE WHEN state IN ('withdrawn', 'not_accepted') THEN 'light'
            WHEN state = 'closed' AND turn < 850 THEN 'instant' ELSE 'reviewed' END AS base
    FROM ended
    OFFSET 0
), called AS (
    SELECT *, NOT from_home AND {roll(3, 1000)} < 300 AND g % {apart} <> 0 AS firm FROM sorted
    OFFSET 0
), drawn AS (
    SELECT c.*, c.base || CASE WHEN firm THEN '-firm' ELSE '-person' END AS class,
        CASE WHEN firm THEN {drawn.organisations.first} + {roll(4, drawn.organisations.count)} END AS organisation_id,
        CASE WHEN NOT firm THEN CASE WHEN g % {apart} = 0 THEN {demo}[1 + {roll(5, max(1, len(drawn.demo_persons)))}]
            ELSE {drawn.persons.first} + {roll(6, drawn.persons.count)} END END AS person_id
    FROM called c
    OFFSET 0
), itemised AS (
    SELECT d.*, i.version_id, i.task_code, i.name AS subject, i.owner_id, i.region_id, i.number AS version_number,
        i.promised, i.legal, i.months, i.steps, i.place, i.opened AS first_steps, i.materials, i.files, i.field,
        i.field_title, i.fields,
        from_home OR (NOT firm AND state <> 'received' AND (open OR i.files = 0) AND {roll(7, 1000)} < 250)
            AS web,
        base = 'reviewed' AND state NOT IN ('draft', 'submitted', 'received', 'correcting', 'accepted') AS reviewed,
        state IN ('closed', 'granted', 'refused', 'delivered') AS decided
    FROM drawn d JOIN {SCHEMA}.item i ON i.class = d.class
        AND i.place = 1 + floor(CASE d.class {counts} END * power({roll(8, 1000000)} / 1000000.0, 2))::int
    OFFSET 0
), told AS (
    SELECT *, state NOT IN ('draft', 'submitted', 'received', 'correcting', 'withdrawn', 'not_accepted') AS accepted,
        CASE WHEN state = 'reviewing' THEN {roll(9, 97)} % steps WHEN reviewed THEN steps ELSE 0 END AS given,
        CASE WHEN NOT decided THEN '' WHEN state = 'refused' OR (state <> 'granted' AND {roll(10, 1000)} < 30)
            THEN 'refused' ELSE 'granted' END AS outcome,
        state = 'correcting' OR (state = 'closed' AND reviewed AND NOT web AND o_open + 60 <= {days}
            AND {roll(11, 1000)} < 100) AS corrected,
        state = 'closed' AND reviewed AND o_open + 60 <= {days} AND {roll(12, 1000)} < 60 AS resumed
    FROM itemised
    OFFSET 0
), paused AS (
    SELECT *, resumed OR (state = 'reviewing' AND given = 0 AND {roll(13, 1000)} < 120) AS suspended,
        least({days}, o_open + {roll(14, 3)}) AS o_end,
        CASE WHEN corrected THEN least({days}, o_open + {roll(14, 3)}) END AS o_returned,
        CASE WHEN corrected AND state = 'closed' THEN o_open + {roll(14, 3)} + 1 + {roll(15, 8)} END AS o_corrected
    FROM told
    OFFSET 0
), begun AS (
    SELECT *, CASE WHEN accepted THEN least({days}, coalesce(o_corrected, o_open)
            + CASE WHEN base = 'instant' THEN 0 ELSE {roll(16, 3)} END) END AS o_accepted
    FROM paused
    OFFSET 0
), rested AS (
    SELECT *, CASE WHEN resumed THEN o_accepted + 1 + {roll(17, 8)} END AS o_resumed,
        CASE WHEN NOT decided OR base = 'instant' THEN 0 WHEN {roll(18, 1000)} < 20 THEN promised + 1 + {roll(19, 5)}
            ELSE {roll(20, 9973)} % (promised + 1) END AS took
    FROM begun
    OFFSET 0
), answered AS (
    SELECT *, coalesce(o_resumed, o_accepted) AS o_work,
        CASE WHEN resumed THEN o_resumed - o_accepted WHEN suspended THEN {DECLARED} ELSE 0 END AS excluded,
        CASE WHEN decided THEN least({days}, coalesce(o_resumed, o_accepted) + took) END AS o_decided
    FROM rested
    OFFSET 0
), finished AS (
    SELECT *, CASE WHEN state IN ('closed', 'delivered') THEN least({days}, o_decided + {roll(21, 3)}) END
            AS o_delivered
    FROM answered
    OFFSET 0
), closed AS (
    SELECT *, CASE WHEN state = 'closed' THEN least({days}, o_delivered + {roll(22, 4)}) END AS o_closed FROM finished
    OFFSET 0
), dated AS (
    SELECT c.*, d.days[o_open] AS opened_on, d.days[o_end] AS ended_on, d.days[o_returned] AS returned_on,
        d.days[o_corrected] AS corrected_on, d.days[o_accepted] AS accepted_on, d.days[o_resumed] AS resumed_on,
        d.days[o_decided] AS decided_on, d.days[o_delivered] AS delivered_on, d.days[o_closed] AS closed_on,
        d.days[o_open + {INTAKE}] AS intake_due_on,
        d.projected[o_open + {INTAKE}] > d.projected[o_open] AS intake_provisional,
        d.days[o_corrected + {INTAKE}] AS intake_again_on,
        d.projected[o_corrected + {INTAKE}] > d.projected[o_corrected] AS again_provisional,
        d.days[o_accepted + promised + excluded] AS promise_due_on,
        d.projected[o_accepted + promised + excluded] > d.projected[o_accepted] AS promise_provisional,
        d.days[o_accepted + legal + excluded] AS legal_due_on,
        d.projected[o_accepted + legal + excluded] > d.projected[o_accepted] AS legal_provisional,
        d.days[o_decided + {DELIVERY}] AS delivery_due_on,
        d.projected[o_decided + {DELIVERY}] > d.projected[o_decided] AS delivery_provisional,
        d.days[o_accepted + {DECLARED}] AS expected_end_on
    FROM closed c CROSS JOIN (SELECT array_agg(day ORDER BY ord) AS days, array_agg(projected ORDER BY ord) AS projected
        FROM {SCHEMA}.day) d
    OFFSET 0
), timed AS (
    SELECT *, {_at("opened_on", f"{_NINE} + floor(hour * 5400)::int")} AS opened_at,
        {_at("opened_on", f"{_HALF_PAST_TEN} + floor(hour * 5400)::int + {roll(23, 900)}")} AS submitted_at,
        {_at("ended_on", f"{_ONE} + {roll(24, 3600)}")} AS ended_at,
        {_at("returned_on", f"{_ONE} + {roll(25, 3600)}")} AS returned_at,
        {_at("corrected_on", f"{_NINE} + {roll(26, 5400)}")} AS corrected_at,
        {_at("accepted_on", f"{_ONE} + {roll(27, 3600)}")} AS accepted_at,
        {_at("accepted_on", f"{_TWO} + {roll(28, 1800)}")} AS sent_at,
        {_at("accepted_on", f"{_HALF_PAST_TWO} + {roll(29, 1800)}")} AS suspended_at,
        {_at("resumed_on", f"{_NINE} + {roll(30, 5400)}")} AS resumed_at,
        {_at("decided_on", f"{_HALF_PAST_THREE} + {roll(31, 3600)}")} AS decided_at,
        {_at("delivered_on", f"{_HALF_PAST_FOUR} + {roll(32, 1800)}")} AS delivered_at,
        {_at("closed_on", f"{_FIVE} + {roll(33, 1800)}")} AS closed_at
    FROM dated
    OFFSET 0
), known AS (
SELECT t.*, {drawn.first_matter - 1} + g AS matter_id,
    n.working AS corrected_by, coalesce(n.projected, false) AS told_far,
    p.text || serial || substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (37 - k.next) % 36 + 1, 1) AS matter_number,
    coalesce(a.name, o.name) AS applicant_name, s.clerk, s.clerk_name, s.reviewer, s.reviewer_name, s.decider,
    s.decider_name, CASE t.state WHEN 'draft' THEN 1 WHEN 'submitted' THEN s_open
        WHEN 'received' THEN s_open WHEN 'withdrawn' THEN s_open + 1 WHEN 'not_accepted' THEN s_open + 1
        WHEN 'correcting' THEN s_open + 1 WHEN 'accepted' THEN s_accept WHEN 'reviewing' THEN s_decide - 1
        WHEN 'deciding' THEN s_decide - 1 WHEN 'granted' THEN s_decide WHEN 'refused' THEN s_decide
        WHEN 'delivered' THEN s_decide + 1 WHEN 'closed' THEN s_decide + 2 END AS version
FROM (
    SELECT *, s_accept + reviewed::int + suspended::int + resumed::int + given + 1 AS s_decide FROM (
        SELECT *, s_open + corrected::int + (o_corrected IS NOT NULL)::int + 1 AS s_accept FROM (
            SELECT *, CASE WHEN web AND state <> 'draft' THEN 2 ELSE 1 END AS s_open FROM timed
        ) opened
    ) begun
) t JOIN {SCHEMA}.desk s ON s.authority_id = t.owner_id
CROSS JOIN LATERAL (SELECT lpad((({drawn.first_serial - 1} + g) % 1000000)::text, 6, '0') AS serial) q
JOIN {SCHEMA}.prefix p ON p.owner_id = t.owner_id AND p.region_id = t.region_id AND p.ord = t.o_open
JOIN {SCHEMA}.check3 f ON f.state = p.state AND f.digits = substr(serial, 1, 3)::int
JOIN {SCHEMA}.check3 k ON k.state = f.next AND k.digits = substr(serial, 4, 3)::int
LEFT JOIN {SCHEMA}.calendar n ON t.corrected AND n.day = returned_on + {CORRECTION}
LEFT JOIN parties_person a ON a.id = t.person_id LEFT JOIN parties_organisation o ON o.id = t.organisation_id
)
SELECT {", ".join(_KEPT)} FROM known
"""


def reviews(days: int) -> str:
    """Return the statement that makes the temporary table `planned_review`: each step of each case under review.

    The opinions that are given are spread over the days between acceptance and decision; a step that waits for others
    opens with the last of them.
    """
    return f"""
CREATE TEMPORARY TABLE planned_review ON COMMIT DROP AS
SELECT r.*, p.matter_id, p.matter_number, p.owner_id, p.state, p.s_accept, p.suspended, p.resumed, p.sent_at, p.steps,
    r.place <= p.given AS spoken, opened.day AS opened_on, given.day AS given_on,
    {_at("given.day", f"{_THREE} + r.place * 60")} AS given_at,
    due.day AS due_on, due.projected > opened.projected AS due_provisional, e.reviewer AS official_id,
    e.reviewer_name AS official_name
FROM plan p JOIN {SCHEMA}.step r ON r.version_id = p.version_id
JOIN {SCHEMA}.desk e ON e.authority_id = r.authority_id
CROSS JOIN LATERAL (SELECT coalesce(p.o_decided, {days}) - p.o_work AS span) s
LEFT JOIN {SCHEMA}.day given ON r.place <= p.given AND given.ord = p.o_work + s.span * r.place / (p.steps + 1)
LEFT JOIN {SCHEMA}.day opened ON r.needs <= p.given
    AND opened.ord = CASE r.needs WHEN 0 THEN p.o_accepted ELSE p.o_work + s.span * r.needs / (p.steps + 1) END
LEFT JOIN {SCHEMA}.day due ON due.ord = opened.ord + r.days + CASE r.needs WHEN 0 THEN p.excluded ELSE 0 END
WHERE p.reviewed
"""


def _at(day: str, seconds: str) -> str:
    return f"((({day})::timestamp + make_interval(secs => {seconds})) AT TIME ZONE 'UTC')"
