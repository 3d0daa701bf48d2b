"""Which characters a font can show, read from its character map (pure)."""

import struct
import unicodedata
from collections.abc import Iterable

SEGMENTED = 12  # the form of the map that reaches beyond 65,535 (OpenType cmap, format 12)
UNICODE_FULL = (3, 10)

# What has no shape of its own: breaks and spaces, joiners and directions, the selectors of a variant.
_UNSEEN_RANGES = (
    (0x09, 0x0D),
    (0x85, 0x85),
    (0x061C, 0x061C),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x2064),
    (0x2066, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0100, 0xE01EF),
)
UNSEEN = frozenset(code for first, last in _UNSEEN_RANGES for code in range(first, last + 1))


def shown_by(font: bytes) -> frozenset[int]:
    """Return the code points that a TrueType or OpenType font has glyphs for; ValueError when it has no full map."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for place in range(12, 12 + 16 * tables, 16):
        tag, _sum, start, _length = struct.unpack_from(">4sIII", font, place)
        if tag == b"cmap":
            return _read_map(font, start)
    raise ValueError("the font has no character map")


def missing(texts: Iterable[str], shown: frozenset[int]) -> str:
    """Return the characters, each once, that cannot be shown; "" when all can."""
    # A break between two texts, which needs no glyph, keeps the one from being composed with the other.
    text = unicodedata.normalize("NFC", "\n".join(texts))
    unknown = {*map(ord, text)} - shown - UNSEEN
    return "".join(char for char in dict.fromkeys(text) if ord(char) in unknown) if unknown else ""


def _read_map(font: bytes, start: int) -> frozenset[int]:
    for place in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", font, start + 2)[0], 8):
        platform, encoding, offset = struct.unpack_from(">HHI", font, place)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if (platform, encoding) == UNICODE_FULL and form == SEGMENTED:
            (groups,) = struct.unpack_from(">I", font, start + offset + 12)
            read = (struct.unpack_from(">II", font, start + offset + 16 + 12 * each) for each in range(groups))
            return frozenset(code for first, last in read for code in range(first, last + 1))
    raise ValueError("the font has no full Unicode map")
