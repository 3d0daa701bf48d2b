"""The reviews of a case as a board: one column for those that run together, then those that wait for them."""

from dataclasses import dataclass

from tongban.cases.queries import CasePage, ReviewLine


@dataclass(frozen=True, slots=True)
class Stage:
    """Reviews that run at the same time."""

    place: int
    lines: list[ReviewLine]


def board_of(page: CasePage) -> list[Stage]:
    """Return the reviews by stage: a review stands one stage behind the last of those that it waits for."""
    depth: dict[str, int] = {}
    left = list(page.reviews)
    while left:
        ready = [line for line in left if all(code in depth for code in line.review.after)]
        # A list whose steps wait for one another would never end: what is left stands together.
        for line in ready or left:
            depth[line.review.step_code] = 1 + max((depth.get(code, 0) for code in line.review.after), default=0)
        left = [line for line in left if line.review.step_code not in depth]
    places = sorted(set(depth.values()))
    by_lead = sorted(page.reviews, key=lambda line: not line.review.lead)
    return [Stage(place, [line for line in by_lead if depth[line.review.step_code] == place]) for place in places]
