"""Pages of a long list."""

from dataclasses import dataclass

from tongban.kernel.rules.paging import held_within


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many, and the numbers worth offering (None stands for a gap)."""

    count: int
    page: int
    last: int
    numbers: list[int | None]

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.last else None


def pages_of(count: int, page: int, size: int) -> Pages:
    """Return the pages of `count` rows: the first, the last and the neighbours of the current one."""
    page, last = held_within(page, count, size)
    wanted = sorted({1, last, page - 1, page, page + 1} & set(range(1, last + 1)))
    numbers: list[int | None] = []
    for number in wanted:
        if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
            numbers.append(None)
        numbers.append(number)
    return Pages(count, page, last, numbers)


def page_number(text: str | None) -> int:
    """Read ?page=; what is no number from 1 to a million is page 1."""
    if not text or not (text.isascii() and text.isdigit() and len(text) <= 7):
        return 1
    return int(text) if 0 < int(text) <= 1_000_000 else 1
