"""Amounts of money: always whole fen (分), printed in yuan (元)."""


def yuan(fen: int) -> str:
    """Return an amount in fen as it is printed in yuan: 120.00."""
    return f"{fen // 100}.{fen % 100:02d}"


def reduced(amount: int, percent: int) -> int:
    """Return by how many fen a reduction of so many percent lowers an amount; half a fen is the payer's."""
    if not 0 <= percent <= 100:
        raise ValueError(f"a reduction is of 0 to 100 percent, not {percent}")
    return -(-amount * percent // 100)


def fen_of(text: str) -> int | None:
    """Read an amount in yuan with two decimals at most, as banks write it; None for what is none."""
    whole, dot, rest = text.strip().replace(",", "").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12) or (dot and not rest):
        return None
    if rest and not (rest.isascii() and rest.isdigit() and len(rest) <= 2):
        return None
    return int(whole) * 100 + int(f"{rest:0<2}" or 0)
