"""How a licence stands, and the moves between its standings: the one table that buttons and links are printed from."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.matters.lifecycle import LICENSING_LAW, LOCAL, Basis
from tongban.parties.rules.actor import DutyKind

PENALTY_LAW = "中华人民共和国行政处罚法"

VALID, SUSPENDED, REVOKED, CANCELLED, SUPERSEDED = "valid", "suspended", "revoked", "cancelled", "superseded"
# These two are worked out from the validity, never written.
EXPIRED, NOT_YET_VALID = "expired", "not_yet_valid"

# code: (中文, English)
LABELS: dict[str, tuple[str, str]] = {
    VALID: ("有效", "Valid"),
    SUSPENDED: ("暂扣", "Suspended"),
    REVOKED: ("已撤销", "Revoked"),
    CANCELLED: ("已注销", "Cancelled"),
    SUPERSEDED: ("已换发", "Superseded"),
    EXPIRED: ("已过期", "Expired"),
    NOT_YET_VALID: ("尚未生效", "Not yet valid"),
}


@dataclass(frozen=True, slots=True)
class LicenceMove:
    """One operation on a licence: from which standings, to which, by which duty, and the law that lets it be done.

    What touches the holder's right is decided; what only makes another certificate is the issuer's.
    """

    verb: str
    label: str
    label_en: str
    sources: frozenset[str]
    target: str
    basis: Basis
    duty: DutyKind = DutyKind.DECIDER


ISSUE = LicenceMove("issue", "制证", "Issue", frozenset(), VALID, Basis(LICENSING_LAW, "第三十九条"), DutyKind.ISSUER)

MOVES: dict[str, LicenceMove] = {
    move.verb: move
    for move in (
        LicenceMove("suspend", "暂扣", "Suspend", frozenset({VALID}), SUSPENDED, Basis(PENALTY_LAW, "第九条第三项")),
        LicenceMove("reinstate", "暂扣发还", "Reinstate", frozenset({SUSPENDED}), VALID, LOCAL),
        LicenceMove(
            "revoke",
            "撤销",
            "Revoke",
            frozenset({VALID, SUSPENDED}),
            REVOKED,
            Basis(LICENSING_LAW, "第六十九条"),
        ),
        # What was revoked is cancelled as well (art. 70, item 4); a cancelled licence stays so for ever.
        LicenceMove(
            "cancel",
            "注销",
            "Cancel",
            frozenset({VALID, SUSPENDED, REVOKED}),
            CANCELLED,
            Basis(LICENSING_LAW, "第七十条"),
        ),
        LicenceMove("supersede", "换发", "Supersede", frozenset({VALID}), SUPERSEDED, LOCAL, DutyKind.ISSUER),
    )
}
