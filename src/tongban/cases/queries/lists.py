"""The closed lists of grounds after which a decision is not published, is revoked, or a licence is cancelled."""

import datetime as dt

from tongban.cases.rules.listed import Listed
from tongban.kernel.queries import parameter


def withholding_grounds(region_code: str = "", on: dt.date | None = None) -> dict[str, Listed]:
    """Return why a part of a decision may stay unpublished (行政许可法 第五条), by code."""
    return _listed("withholding_grounds", region_code, on)


def revocation_grounds(region_code: str = "", on: dt.date | None = None) -> dict[str, Listed]:
    """Return why a licence is revoked (行政许可法 第六十九条), by code."""
    return _listed("revocation_grounds", region_code, on)


def cancellation_grounds(region_code: str = "", on: dt.date | None = None) -> dict[str, Listed]:
    """Return why a licence is cancelled (行政许可法 第七十条), by code."""
    return _listed("cancellation_grounds", region_code, on)


def _listed(key: str, region_code: str, on: dt.date | None) -> dict[str, Listed]:
    return {each["code"]: Listed(**each) for each in parameter(key, region_code, on)}
