"""Names of people, as they stand in an identity card."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_ALLOWED = re.compile(r"[^\W\d_][^\W\d_·'’.\- ]*(?:[ ·'’.\-]+[^\W\d_]+)*\.?")


def clean_name(written: str) -> str:
    """Return the name with one kind of middle dot and single spaces: "阿依 ・ 古丽" gives "阿依·古丽"."""
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", written)).strip()
    return re.sub(r" ?[・•‧･•∙⋅．] ?", "·", name)


def name_valid(name: str) -> bool:
    """Tell whether a cleaned name is one: 2 to 50 characters, letters with · - ' . and spaces between."""
    return 2 <= len(name) <= 50 and _ALLOWED.fullmatch(name) is not None
