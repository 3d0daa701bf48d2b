"""The code that a result is picked up with."""

import datetime as dt
import hmac
import secrets

from tongban.kernel.clock import day_of


def new_code(digits: int) -> str:
    """Return a code of so many digits that cannot be foreseen; six to eight are lawful."""
    if not 6 <= digits <= 8:
        raise ValueError(f"a pick-up code has 6 to 8 digits, not {digits}")
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def code_valid(given: str, *, code: str, sent_at: dt.datetime | None, at: dt.datetime, days: int) -> bool:
    """Tell whether the code is the one that was sent, at most so many days ago."""
    if not code or sent_at is None or (day_of(at) - day_of(sent_at)).days > days:
        return False
    return hmac.compare_digest(given.strip().encode(), code.encode())
