"""Pages of long lists."""


def held_within(page: int, count: int, size: int) -> tuple[int, int]:
    """Return the page that is shown and how many there are, for `count` rows with `size` to a page.

    Pages count from 1; there is always one, and beyond the end stands the last.
    """
    pages = max(1, -(-count // size))
    return min(max(1, page), pages), pages
