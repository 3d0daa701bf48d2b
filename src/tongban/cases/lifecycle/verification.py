"""How the later check of a promise moves (告知承诺后的核查): a matter of its own, opened when the case is decided."""

from tongban.cases.lifecycle.words import LEAD, SYSTEM_DUTY, move
from tongban.matters.lifecycle import Basis, State

_PROMISE = Basis("国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见", "国办发〔2020〕42号")

VERIFICATION_STATES = (
    State("open", "待核查", "To be verified"),
    State("verified", "承诺属实", "Promise kept", finished=True, closed=True),
    State("breached", "违反承诺", "Promise broken", finished=True, closed=True),
)

VERIFICATION_MOVES = (
    move(
        "begin_verification",
        "开始核查承诺",
        "Begin the verification",
        "",
        "open",
        f"{SYSTEM_DUTY} {LEAD}",
        _PROMISE,
        "开始了承诺核查",
    ),
    move("verify", "核查承诺", "Verify", "open", "verified breached", LEAD, _PROMISE, "核查了承诺"),
)
