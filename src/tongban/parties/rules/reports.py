"""What an import tells its caller: what it did, or which rows it could not take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongban.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an imported file: which file, which row (from 1), which field, and what to do."""

    file: str
    row: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} #{self.row} {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows an import created, changed and left as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Report) -> Report:
        return Report(self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged)


class ImportRefused(BadInput):
    """An import that changed nothing, because of the problems that it lists."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            {f"{problem.file} #{problem.row} {problem.field}": problem.message for problem in problems},
            "\n".join(str(problem) for problem in problems),
        )
        self.problems = list(problems)
