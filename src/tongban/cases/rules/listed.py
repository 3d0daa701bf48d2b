"""A ground of a closed list that is kept as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """A ground by its code, with what it says and the article that it stands in."""

    code: str
    label: str
    label_en: str
    basis: str = ""
