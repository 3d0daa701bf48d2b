"""How a licence stands, and the moves between its standings: the one table that buttons and links are printed from."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.matters.lifecycle import LICENSING_LAW, LOCAL, Basis
from tongban.parties.rules.actor import DutyKind

PENALTY_LAW = "中华人民共和国行政处罚法"

VALID, SUSPENDED, EXPIRED = "valid", "suspended", "expired"
REVOKED, FORFEITED, WITHDRAWN, CANCELLED = "revoked", "forfeited", "withdrawn", "cancelled"
TRANSFERRED, SUPERSEDED = "transferred", "superseded"
# Worked out from the validity, never written; an expiry is worked out too, until the night writes it.
NOT_YET_VALID = "not_yet_valid"

# In force, or only taken away for a time: what still runs towards its end.
RUNNING = (VALID, SUSPENDED)

# code: (中文, English)
LABELS: dict[str, tuple[str, str]] = {
    VALID: ("有效", "Valid"),
    SUSPENDED: ("暂扣", "Suspended"),
    EXPIRED: ("已过期", "Expired"),
    REVOKED: ("已撤销", "Revoked"),
    FORFEITED: ("已吊销", "Forfeited"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
    CANCELLED: ("已注销", "Cancelled"),
    TRANSFERRED: ("已转出", "Transferred out"),
    SUPERSEDED: ("已换发", "Superseded"),
    NOT_YET_VALID: ("尚未生效", "Not yet valid"),
}

OTHER = "99"
# The state as the national exchange tables have it; what they do not know is told as 99 with our word.
STATE_CODES: dict[str, str] = {
    VALID: "01",
    SUSPENDED: "02",
    REVOKED: "03",
    CANCELLED: "04",
    EXPIRED: "05",
    TRANSFERRED: "06",
    FORFEITED: "07",
    WITHDRAWN: OTHER,
    SUPERSEDED: OTHER,
    NOT_YET_VALID: OTHER,
}


@dataclass(frozen=True, slots=True)
class LicenceMove:
    """One operation on a licence: from which standings, to which, by which duty, and the law that lets it be done.

    What touches the holder's right is decided; what only makes another certificate is the issuer's; `duty` None is the
    system's alone. `operation` is the code of the national exchange tables. `anew` tells that the licence gives way to
    its next version, which is then valid.
    """

    verb: str
    label: str
    label_en: str
    sources: frozenset[str]
    target: str
    basis: Basis
    duty: DutyKind | None = DutyKind.DECIDER
    operation: str = "07"
    anew: bool = False


ISSUE = LicenceMove(
    "issue", "制证", "Issue", frozenset(), VALID, Basis(LICENSING_LAW, "第三十九条"), DutyKind.ISSUER, "01"
)

_IN_FORCE = frozenset({VALID})
_RUNNING = frozenset(RUNNING)
# What was granted in time and is made only now may follow one that has ended meanwhile.
_ENDED = frozenset({VALID, EXPIRED})
_PENALTY = Basis(PENALTY_LAW, "第九条第三项")
_ISSUER = DutyKind.ISSUER

MOVES: dict[str, LicenceMove] = {
    move.verb: move
    for move in (
        LicenceMove("suspend", "暂扣", "Suspend", _IN_FORCE, SUSPENDED, _PENALTY, operation="03"),
        LicenceMove("reinstate", "暂扣发还", "Reinstate", frozenset({SUSPENDED}), VALID, LOCAL, operation="06"),
        LicenceMove("expire", "过期失效", "Expire", _RUNNING, EXPIRED, LOCAL, None, "04"),
        # What was got by fraud is taken back even when its time is over: it bars the holder from applying (art. 79).
        LicenceMove(
            "revoke",
            "撤销",
            "Revoke",
            _RUNNING | {EXPIRED},
            REVOKED,
            Basis(LICENSING_LAW, "第六十九条"),
            operation="05",
        ),
        LicenceMove("forfeit", "吊销", "Forfeit", _RUNNING, FORFEITED, _PENALTY, operation="05"),
        LicenceMove("withdraw", "撤回", "Withdraw", _RUNNING, WITHDRAWN, Basis(LICENSING_LAW, "第八条第二款")),
        # What expired or was taken away is cancelled as well (art. 70); a cancelled licence stays so for ever.
        LicenceMove(
            "cancel",
            "注销",
            "Cancel",
            _RUNNING | {EXPIRED, REVOKED, FORFEITED, WITHDRAWN},
            CANCELLED,
            Basis(LICENSING_LAW, "第七十条"),
            operation="05",
        ),
        LicenceMove(
            "renew", "延续", "Renew", _ENDED, SUPERSEDED, Basis(LICENSING_LAW, "第五十条"), _ISSUER, "02", True
        ),
        LicenceMove(
            "change", "变更", "Change", _ENDED, SUPERSEDED, Basis(LICENSING_LAW, "第四十九条"), _ISSUER, "09", True
        ),
        LicenceMove("supersede", "换发", "Supersede", _ENDED, SUPERSEDED, LOCAL, _ISSUER, anew=True),
        LicenceMove("correct", "更正", "Correct", _ENDED, SUPERSEDED, LOCAL, _ISSUER, anew=True),
        LicenceMove("transfer_out", "转出", "Transfer out", _IN_FORCE, TRANSFERRED, LOCAL, _ISSUER, "05"),
        LicenceMove(
            "cancel_transfer", "取消转出", "Cancel the transfer", frozenset({TRANSFERRED}), VALID, LOCAL, _ISSUER, "10"
        ),
        # By the issuer of the authority that takes it over; the licence is then that authority's.
        LicenceMove(
            "transfer_in", "转入", "Transfer in", frozenset({TRANSFERRED}), SUPERSEDED, LOCAL, _ISSUER, "08", True
        ),
        LicenceMove("merge", "合并重复", "Merge a duplicate", _ENDED, SUPERSEDED, LOCAL, _ISSUER),
        # Only of what was merged: what gave way to its next version stays so.
        LicenceMove("unmerge", "撤销合并", "Undo a merge", frozenset({SUPERSEDED}), VALID, LOCAL, _ISSUER),
    )
}

# What an official does to one licence with a reason and nothing else.
PLAIN = (
    "suspend",
    "reinstate",
    "revoke",
    "forfeit",
    "withdraw",
    "cancel",
    "transfer_out",
    "cancel_transfer",
    "unmerge",
)
# What gives it new words or days.
REWRITING = ("renew", "change", "correct")

OPERATIONS: dict[str, str] = {move.verb: move.operation for move in (ISSUE, *MOVES.values())}
