"""Proofs (证明事项) as a city has them: 1,697 kept and 199 cancelled over 766 items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

KEPT, CANCELLED, OVER = 1_697, 199, 766

# What is asked for, and who attests it.
_PROOFS = (
    ("亲属关系证明", "居民委员会或者公证机构"),
    ("居住情况证明", "居民委员会"),
    ("收入证明", "用人单位"),
    ("工作经历证明", "用人单位"),
    ("健康状况证明", "医疗机构"),
    ("学历证明", "学校"),
    ("场所使用证明", "产权人"),
    ("资产证明", "金融机构"),
    ("培训合格证明", "培训机构"),
)
_INSTEAD = ("部门之间核验数据", "申请人书面承诺", "由受理机关内部核查")


class Proofs:
    """Gives items their proofs until the city's numbers are reached, counting what the items it began with have."""

    def __init__(self, base: Sequence[Mapping[str, Any]]) -> None:
        kept = [sum(bool(row.get("is_proof")) for row in item.get("materials", ())) for item in base]
        cancelled = [len(item.get("cancelled_proofs", ())) for item in base]
        self._kept = KEPT - sum(kept)
        self._cancelled = CANCELLED - sum(cancelled)
        self._items = OVER - sum(bool(one or other) for one, other in zip(kept, cancelled, strict=True))

    def add(self, content: dict[str, Any]) -> None:
        """Add to an item the proofs that are its share of what is left."""
        if self._items <= 0:
            return
        share = -(-self._kept // self._items)
        first = self._items % len(_PROOFS)
        chosen = [_PROOFS[(first + place) % len(_PROOFS)] for place in range(share)]
        content["materials"] = [
            *content["materials"],
            *(_material(place, *each) for place, each in enumerate(chosen, 1)),
        ]
        if self._cancelled > 0:
            name, _issuer = _PROOFS[(first + share) % len(_PROOFS)]
            instead = _INSTEAD[self._items % len(_INSTEAD)]
            content["cancelled_proofs"] = [{"name": name, "instead": instead}]
            self._cancelled -= 1
        self._kept -= share
        self._items -= 1


def _material(place: int, name: str, issuer: str) -> dict[str, Any]:
    return {
        "code": f"proof-{place}",
        "name": name,
        "necessity": "required",
        "carrier": "file",
        "source": "other",
        "issuer": issuer,
        "form": "either",
        "note": f"由{issuer}出具，写明事实、日期并签章。",
        "exempt_path": "none",
        "is_proof": True,
    }
