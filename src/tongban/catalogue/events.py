"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VERSION_PUBLISHED = "catalogue.version_published"


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """A version of an implementation list came into use; the one before it, if any, was superseded."""

    version_id: int
    task_code: str
    number: int

    @property
    def payload(self) -> dict[str, Any]:
        """The announcement's payload: `{"task_code", "number"}`; its key is the version's id."""
        return {"task_code": self.task_code, "number": self.number}
