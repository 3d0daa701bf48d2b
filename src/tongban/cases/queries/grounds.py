"""The lawful grounds of a pause, as they are in force."""

import datetime as dt

from tongban.cases.rules.pauses import Ground
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.queries import parameter
from tongban.matters.lifecycle import LICENSING_LAW


def lawful_grounds(region_code: str = "", on: dt.date | None = None) -> dict[str, Ground]:
    """Return the closed list of 行政许可法 第四十五条 that counts in a region on a day, by code."""
    basis = f"《{LICENSING_LAW}》第四十五条"
    return {each["code"]: Ground(basis=basis, **each) for each in parameter("pause_grounds", region_code, on)}


def grounds_of(item: ImplementationView, on: dt.date | None = None) -> dict[str, Ground]:
    """Return the closed list and those grounds that the item's own law names, each with its basis, by code."""
    own = {
        each["code"]: Ground(
            code=each["code"],
            label=each["label"],
            label_en=each.get("label_en") or each["label"],
            basis=f"《{each['law']}》{each['article']}",
        )
        for each in item.pause_grounds
    }
    return {**lawful_grounds(item.region_code, on), **own}
