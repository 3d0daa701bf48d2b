"""What a decision is called, by the type of its item and what was applied for (GB/T 39046 A.1)."""

_NOUNS = {"01": "行政许可", "05": "行政给付", "07": "行政确认", "08": "行政奖励", "09": "行政裁决", "20": "公共服务"}
_ABOUT = {"renewal": "延续", "change": "变更", "reissue": "补发", "surrender": "注销"}
# A granted renewal and a granted surrender have documents of their own; every refusal is a decision like others.
_KINDS = {"renewal": "renewal_decision", "surrender": "cancellation_decision"}

DECISION_KINDS = ("decision", "renewal_decision", "cancellation_decision")


def decision_kind(purpose: str, granted: bool) -> str:
    """Return the kind of document that the decision is, a key of DOCUMENT_KINDS."""
    return _KINDS.get(purpose, "decision") if granted else "decision"


def decision_title(item_type: str, purpose: str, granted: bool) -> str:
    """Return the title: 准予行政许可决定书, 不予行政确认决定书, 准予延续行政许可决定书."""
    return f"{'准予' if granted else '不予'}{_ABOUT.get(purpose, '')}{_NOUNS.get(item_type, '')}决定书"


def decision_words(item_type: str, purpose: str, granted: bool) -> str:
    """Return the decision itself as it is printed: 准予, 不予许可, 不予变更."""
    if granted:
        return f"准予{_ABOUT.get(purpose, '')}"
    return f"不予{_ABOUT.get(purpose) or ('许可' if item_type == '01' else '')}"
