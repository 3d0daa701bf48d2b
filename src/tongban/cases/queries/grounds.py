"""The lawful grounds of a pause, as they are in force."""

import datetime as dt

from tongban.cases.rules.pauses import Ground
from tongban.kernel.queries import parameter


def lawful_grounds(region_code: str = "", on: dt.date | None = None) -> dict[str, Ground]:
    """Return the closed list of 行政许可法 第四十五条 that counts in a region on a day, by code."""
    return {each["code"]: Ground(**each) for each in parameter("pause_grounds", region_code, on)}
