"""The words that stand for others, remembered by each process for as long as they are the same."""

from __future__ import annotations

from tongban.catalogue.models import Synonym
from tongban.catalogue.rules.search import Synonyms


class SynonymMemory:
    """What the table said when it was last read; every search brings the table's version along, and compares."""

    def __init__(self) -> None:
        self.version = ""
        self.words: Synonyms = {}

    def is_of(self, version: str) -> bool:
        """Tell whether the table still is as it was read."""
        return self.version == version

    def read(self, version: str) -> None:
        """Read the table again; one query."""
        self.words = dict(Synonym.objects.exclude(means=[]).values_list("word", "means"))
        self.version = version


memory = SynonymMemory()
