"""What readers are shown of the quality of items."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.catalogue.rules.messages import Message


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding that is kept of a version; `reason` is why a warning may stand."""

    version_id: int
    rule: str
    severity: str
    field: str
    message: Message
    reason: str
    reasoned_by: str

    @property
    def blocks(self) -> bool:
        """Tell whether it keeps the version from being published: an error does, a warning without a reason too."""
        return self.severity == "error" or not self.reason
