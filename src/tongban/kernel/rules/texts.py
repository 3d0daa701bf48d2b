"""What people and programs write in their own words."""

import re

# What a spreadsheet takes for the beginning of a formula; and where an apostrophe stands before it already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# What no XML holds: control characters, and two places of Unicode that are no characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What a workbook takes for a character by its number.
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def storable(text: str) -> bool:
    """Tell whether the database can keep a text: it has no NUL and no half of a surrogate pair."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def spreadsheet_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def text_of_cell(cell: str) -> str:
    """Return the text that `spreadsheet_cell` wrote as this cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def workbook_text(text: str) -> str:
    """Return a text as a workbook can hold it, and gives it back (ISO/IEC 29500-1, ST_Xstring).

    Left out is what no XML holds.
    """
    return _NUMBERED.sub("_x005F_", _NO_XML.sub("", text))
