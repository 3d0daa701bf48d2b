"""Reading what the quality rules found in versions."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.catalogue.models import Finding
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality_views import FindingView


def findings_of(version_ids: Sequence[int]) -> list[FindingView]:
    """Return what was found in the versions, by version and rule; one query."""
    return [view_of(row) for row in Finding.objects.filter(version_id__in=list(version_ids))]


def blocking(version_ids: Sequence[int]) -> list[FindingView]:
    """Return what keeps the versions from being published: errors, and warnings that nobody gave a reason for."""
    return [each for each in findings_of(version_ids) if each.blocks]


def message_of(row: Finding) -> Message:
    """Return a finding's sentence, which can be said in the reader's language."""
    return Message(row.words["template"], **row.words["values"])


def view_of(row: Finding) -> FindingView:
    """Return a finding as plain values."""
    return FindingView(
        version_id=row.version_id,
        rule=row.rule,
        severity=row.severity,
        field=row.field,
        message=message_of(row),
        reason=row.reason,
        reasoned_by=row.reasoned_by,
    )
