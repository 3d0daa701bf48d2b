"""What a holder is told when a licence of theirs stands differently, without anything private."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


_LETTERS = {
    "suspend": ("证照已被暂扣", "暂扣期间不能使用。"),
    "reinstate": ("证照已发还", "可以继续使用，有效期不变。"),
    "revoke": ("证照已被撤销", "请停止使用。"),
    "cancel": ("证照已注销", "请停止使用。"),
    "forfeit": ("证照已被吊销", "请停止使用。"),
    "withdraw": ("证照已被撤回", "请停止使用；因此受到财产损失的，可以依法申请补偿。"),
    "renew": ("证照已延续", "请使用新的证照，编号不变。"),
    "change": ("证照已变更", "请使用新的证照，编号不变。"),
    "correct": ("证照已更正", "请使用更正后的证照，原证照不再有效。"),
    "transfer_out": ("证照已转出", "转入机关接收以前不能使用。"),
    "cancel_transfer": ("证照已取消转出", "可以继续使用，有效期不变。"),
    "transfer_in": ("证照已转入", "请使用转入机关发的新证照。"),
    "merge": ("证照已合并重复登记", "同一份证照登记了两次，请使用保留的那一份。"),
    "unmerge": ("证照已撤销合并", "可以继续使用，有效期不变。"),
    "supersede": ("证照已换发", "请使用新的证照，原证照不再有效。"),
}
_END = "理由和依据可在“我的空间”的证照页面查看；对处理有异议的，可以依法申请行政复议或者提起行政诉讼。"


def letter_for(verb: str, *, name: str, number: str) -> Letter | None:
    """Return the letter for a change of standing, None for what the holder need not hear of."""
    if verb not in _LETTERS:
        return None
    title, text = _LETTERS[verb]
    return Letter(f"{title}：{name}", f"您的{name}（{number}）：{title.removeprefix('证照')}。{text}{_END}")
