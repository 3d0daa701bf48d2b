"""Reading which items a local code belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import VersionState


def holders_of(local_codes: Iterable[str]) -> Mapping[str, set[str]]:
    """Return by local code the 实施编码 that have it, or will when what waits for its day comes in; two queries."""
    wanted = set(local_codes) - {""}
    found: dict[str, set[str]] = defaultdict(set)
    if not wanted:
        return found
    held = Implementation.objects.filter(local_code__in=wanted).values_list("local_code", "task_code")
    waiting = Version.objects.filter(
        state=VersionState.SCHEDULED.value, variant="", content__local_code__in=list(wanted)
    ).values_list("content__local_code", "implementation__task_code")
    for local_code, task_code in [*held, *waiting]:
        found[local_code].add(task_code)
    return found
