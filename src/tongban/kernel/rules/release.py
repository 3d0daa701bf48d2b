"""The releases of Tongban and the way from one to the next (pure)."""

from __future__ import annotations

# In their order. A database goes from each to the next and never over one, so that what a release did to the data, and
# what it asked of people, was done.
RELEASES = ("0.1.0", "0.2.0")
VERSION = RELEASES[-1]


def upgrade_refusal(held: str | None) -> str | None:
    """Return why this release may not take over a database of release `held`, and what to do; None where it may.

    `held` is None for a database that nobody used yet.
    """
    if held in (None, VERSION) or held in RELEASES[-2:]:
        return None
    if held not in RELEASES:
        return (
            f"the database was made by Tongban {held}, which this Tongban {VERSION} does not know: install {held} or "
            "a later one, or restore a backup of this release into an empty home"
        )
    following = RELEASES[RELEASES.index(held) + 1]
    return (
        f"the database is of Tongban {held}, and {following} was skipped: make a backup, install {following}, run its "
        f"./tongban migrate, and then come back to {VERSION}"
    )
