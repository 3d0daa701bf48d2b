"""Telephone numbers of mainland China, as people write them."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"1[3-9]\d{9}")


def clean_phone(written: str) -> str:
    """Return the number without spaces, brackets and +86: "+86 138 0013 8000" gives "13800138000"."""
    bare = re.sub(r"[\s()（）·]", "", written).replace("—", "-").replace("－", "-")
    bare = re.sub(r"^(\+|00)86-?", "", bare)
    return bare.replace("-", "") if _MOBILE.fullmatch(bare.replace("-", "")) else bare


def mobile_valid(number: str) -> bool:
    """Tell whether a cleaned number is a mobile number: 11 digits, 13 to 19 in front."""
    return _MOBILE.fullmatch(number) is not None
