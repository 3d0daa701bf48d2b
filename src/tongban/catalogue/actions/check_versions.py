"""Look versions over by the quality rules, and keep what is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tongban.catalogue.models import Finding, Version
from tongban.catalogue.queries.quality_rules import rules_in_force
from tongban.catalogue.queries.standards import standards_beside
from tongban.catalogue.rules import quality
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.enumerations import Standing, VersionState
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.quality import RuleSet, check_quality, differing, standard_of
from tongban.kernel.clock import day_of

CHUNK = 500
_LIVING = [VersionState.DRAFT.value, VersionState.SCHEDULED.value, VersionState.PUBLISHED.value]

# Two that check the same versions at once would both find what is new.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.quality'))"
# A reason that stood for the version in force stands for the draft that would follow it, where the finding is the same.
_KEEP_REASONS = """
UPDATE catalogue_finding AS found SET reason = before.reason, reasoned_by = before.reasoned_by
FROM catalogue_version AS draft
JOIN catalogue_version AS current ON current.implementation_id = draft.implementation_id
    AND current.variant = draft.variant AND current.state = 'published' AND current.id <> draft.id
JOIN catalogue_finding AS before ON before.version_id = current.id
WHERE found.version_id = draft.id AND found.id = ANY(%s) AND before.reason <> ''
    AND (found.rule, found.field, found.message) = (before.rule, before.field, before.message)
"""

# A finding is known by its version, rule, field and sentence.
Key = tuple[int, str, str, str]


@transaction.atomic
def check_versions(*, version_ids: Sequence[int] | None, at: dt.datetime) -> int:
    """Check the versions (None: all that are in force, to come or being drafted) and return how many findings stand.

    A finding that stood before keeps its reason; what is mended goes. Nothing is found in a cancelled item, nor in a
    draft that has not the shape of an item yet: that is refused elsewhere. The statements do not grow with the
    versions but by thousands.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    wanted = _wanted(version_ids)
    found = _found(wanted, rules_in_force(day_of(at)))
    held = Finding.objects.filter(version__in=wanted) if version_ids is None else _of(version_ids)
    kept = {
        (row.version_id, row.rule, row.field, row.message): row
        for row in held.only("version_id", "rule", "field", "message", "severity").iterator(chunk_size=CHUNK)
    }
    Finding.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in found]).delete()
    _store_severities(kept, found)
    fresh = [_row(key, each, at) for key, each in found.items() if key not in kept]
    stored = Finding.objects.bulk_create(fresh, batch_size=1000)
    if stored:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_REASONS, [[row.pk for row in stored]])
    return len(found)


def _of(version_ids: Sequence[int]) -> QuerySet[Finding]:
    return Finding.objects.filter(version_id__in=_one_array(version_ids))


def _wanted(version_ids: Sequence[int] | None) -> QuerySet[Version]:
    living = Version.objects.filter(state__in=_LIVING).exclude(standing=Standing.CANCELLED.value).order_by("pk")
    return living if version_ids is None else living.filter(pk__in=_one_array(version_ids))


def _one_array(ids: Sequence[int]) -> RawSQL:
    # A city's catalogue has more versions than a statement has parameters.
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _found(wanted: QuerySet[Version], rules: RuleSet) -> Mapping[Key, quality.Finding]:
    found: dict[Key, quality.Finding] = {}
    standards = standards_beside(wanted)
    rows = wanted.values_list("pk", "state", "content").iterator(chunk_size=CHUNK)
    for version_id, state, content in rows:
        if state == VersionState.DRAFT:
            whole, _wrong = read_item(as_in_file(content), file="", row=1)
            if whole is None:
                continue
            content = whole.data
        standards.add(version_id, standard_of(content))
        _keep(found, version_id, check_quality(content, rules))
    for compared in standards.groups():
        for version_id, differences in differing(compared.standards, rules).items():
            if version_id in compared.judged:
                _keep(found, version_id, differences)
    return found


def _keep(found: dict[Key, quality.Finding], version_id: int, findings: Iterable[quality.Finding]) -> None:
    for each in findings:
        found[version_id, each.rule, each.field[:100], str(each.message)[:500]] = each


def _store_severities(kept: Mapping[Key, Finding], found: Mapping[Key, quality.Finding]) -> None:
    changed = []
    for key, row in kept.items():
        if key in found and found[key].severity != row.severity:
            row.severity = found[key].severity.value
            changed.append(row)
    Finding.objects.bulk_update(changed, ["severity"], batch_size=1000)


def _row(key: Key, found: quality.Finding, at: dt.datetime) -> Finding:
    version_id, rule, field, message = key
    return Finding(
        version_id=version_id,
        rule=rule,
        severity=found.severity.value,
        field=field,
        message=message,
        words={"template": found.message.template, "values": found.message.values},
        found_at=at,
    )
