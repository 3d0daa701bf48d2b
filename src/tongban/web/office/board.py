"""The reviews of a case as a board: one column for those that run together, then those that wait for them."""

from tongban.cases.queries import CasePage, ReviewLine
from tongban.catalogue.rules.steps import stages


def board_of(page: CasePage) -> list[list[ReviewLine]]:
    """Return the reviews by stage, the leading one first; a second round stands behind the first of its step."""
    return [
        sorted(stage, key=lambda line: (not line.review.lead, line.code, line.review.round))
        for stage in stages(page.reviews)
    ]
