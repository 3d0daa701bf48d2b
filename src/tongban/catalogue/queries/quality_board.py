"""Reading the quality of the catalogue (事项质检): by authority and rule, and each finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tongban.catalogue.access import watched_authorities
from tongban.catalogue.models import Finding
from tongban.catalogue.queries.quality import message_of
from tongban.catalogue.rules.enumerations import UNDER_WAY, VersionState
from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules.paging import page_of
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
_ERROR, _WARNING = Q(severity="error"), Q(severity="warning")


@dataclass(frozen=True, slots=True)
class QualityAsked:
    """What is looked for; "" is all. `drafts`: in what is being drafted, not in what is in force."""

    authority: str = ""
    rule: str = ""
    severity: str = ""
    unexplained: bool = False
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class QualityCount:
    """The errors and warnings of an authority or a rule, how many of these nobody explained, and in how many items."""

    key: str
    name: str
    name_en: str
    errors: int
    warnings: int
    unexplained: int
    items: int


@dataclass(frozen=True, slots=True)
class QualityBoard:
    """The findings under a filter, counted: all together, by authority and by rule, the most errors first."""

    total: QualityCount
    authorities: list[QualityCount]
    rules: list[QualityCount]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with the item in which it stands."""

    code: str
    name: str
    authority: str
    authority_en: str
    version_id: int
    version: int
    state: str
    revision: str
    rule: str
    severity: str
    field: str
    message: Message
    reason: str
    reasoned_by: str


@dataclass(frozen=True, slots=True)
class FindingRows:
    rows: list[FindingRow]
    count: int
    page: int
    pages: int


def quality_board(actor: Actor, asked: QualityAsked) -> QualityBoard:
    """Return the counts of what the actor may see, in four queries however much there is."""
    found = _findings(actor, asked).order_by()
    counted = {
        "errors": Count("pk", filter=_ERROR),
        "warnings": Count("pk", filter=_WARNING),
        "unexplained": Count("pk", filter=_WARNING & Q(reason="")),
        "items": Count("version__implementation", distinct=True),
    }
    authority = "version__implementation__authority"
    by_authority = found.values_list(f"{authority}__key", f"{authority}__short_name", f"{authority}__name_en").annotate(
        **counted
    )
    by_rule = found.values_list("rule").annotate(**counted)
    return QualityBoard(
        total=QualityCount("", "", "", **found.aggregate(**counted)),
        authorities=sorted(
            (QualityCount(*row) for row in by_authority), key=lambda each: (-each.errors, -each.warnings, each.key)
        ),
        rules=[QualityCount(rule, rule, "", *counts) for rule, *counts in by_rule.order_by("rule")],
    )


def finding_list(actor: Actor, asked: QualityAsked, page: int = 1) -> FindingRows:
    """Return one page of the findings under the filter, by item and rule; three queries."""
    rows, count, page, pages = page_of(_ordered(_findings(actor, asked)), page, PAGE_SIZE)
    return FindingRows([_row(row) for row in rows], count, page, pages)


def every_finding(actor: Actor, asked: QualityAsked) -> Iterator[FindingRow]:
    """Yield all findings under the filter in the order of the list, without holding them all."""
    for row in _ordered(_findings(actor, asked)).iterator(chunk_size=1000):
        yield _row(row)


def _findings(actor: Actor, asked: QualityAsked) -> QuerySet[Finding]:
    states = UNDER_WAY if asked.drafts else (VersionState.PUBLISHED.value,)
    found = Finding.objects.filter(version__state__in=states)
    if (theirs := watched_authorities(actor, drafts=asked.drafts)) is not None:
        found = found.filter(version__implementation__authority_id__in=theirs)
    if asked.authority:
        found = found.filter(version__implementation__authority__key=asked.authority)
    if asked.rule:
        found = found.filter(rule=asked.rule)
    if asked.severity:
        found = found.filter(severity=asked.severity)
    return found.filter(_WARNING, reason="") if asked.unexplained else found


def _ordered(found: QuerySet[Finding]) -> QuerySet[Finding]:
    return found.select_related("version__implementation__authority", "version__revision__matter").order_by(
        "version__implementation__task_code", "version_id", "severity", "rule", "field", "pk"
    )


def _row(row: Finding) -> FindingRow:
    version = row.version
    return FindingRow(
        code=version.implementation.task_code,
        name=version.name,
        authority=version.implementation.authority.short_name,
        authority_en=version.implementation.authority.name_en,
        version_id=version.pk,
        version=version.number,
        state=version.state,
        revision=version.revision.matter.number if version.revision is not None else "",
        rule=row.rule,
        severity=row.severity,
        field=row.field,
        message=message_of(row),
        reason=row.reason,
        reasoned_by=row.reasoned_by,
    )
