"""What somebody types to say who they are: one login, however it is written."""

import unicodedata


def plain_login(typed: str) -> str:
    """Return the login without what a reader does not see or tell apart: blanks, width, case."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).casefold()
