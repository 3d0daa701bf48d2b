"""The stand-in for a register of another organisation: it answers from the demo's own files."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

from tongban.sharing.ports import Question, RegisterAway
from tongban.sharing.queries.records import held_here, knowers
from tongban.sharing.rules.answers import Answer


class DemoRegister:
    """Answer from what the demo's files say of a register, unless the file `away` names its key on a line."""

    key = "demo"

    def __init__(self, away: pathlib.Path) -> None:
        self._away = away

    def ask(self, question: Question) -> Sequence[Answer]:
        """Return the rows of the subject. Raises RegisterAway when it was told to be away."""
        if self._away.exists() and question.register in self._away.read_text(encoding="utf-8").split():
            raise RegisterAway("the demonstration's register was told to be away")
        asked = [knower for knower in knowers(question.elements) if knower.key == question.register]
        (held,) = held_here(asked, question.subject_code)
        return [Answer(row.row.partition("/")[2], row.object_code, row.as_of, row.values) for row in held.rows]
