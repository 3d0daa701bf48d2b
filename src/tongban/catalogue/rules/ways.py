"""What the ways to an item show: base items, who carries them out, and how much each authority does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WayRow:
    """A base item as a list shows it, by its implementation at the highest level among those that it lists.

    `code` is that one's 实施编码, `authority` the name of who carries it out, `implementations` how many there are;
    `plain_name` is what people call it, "" where it has no such name.
    """

    catalog_code: str
    code: str
    name: str
    name_en: str
    instance: str
    visits: int
    authority: str
    authority_en: str
    implementations: int
    themes: tuple[str, ...]
    plain_name: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """One implementation of a base item: by whom, where, and by when it is promised."""

    code: str
    name: str
    name_en: str
    authority: str
    authority_en: str
    region: str
    level: str
    instance: str
    promised_days: int
    promised_unit: str
    address: str


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority, the division it serves, and how many items in use it carries out."""

    key: str
    name: str
    name_en: str
    region: str
    count: int
