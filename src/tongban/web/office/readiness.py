"""What a move still waits for, so that its button can say so before it is pressed.

The action itself decides, and refuses; this is only how the page looks meanwhile.
"""

from django.utils.translation import gettext as _

from tongban.cases.queries import CasePage


def waits_for(verb: str, page: CasePage) -> str:
    """Return why the move would be refused as the case stands now, nothing when it can be made."""
    found = _REASONS.get(verb)
    return found(page) if found else ""


def _return_for_correction(page: CasePage) -> str:
    return _("补正内容只能一次性告知，此件已经告知过。") if page.corrections else ""


def _open_reviews(page: CasePage) -> str:
    return "" if page.item.steps else _("此事项没有审查环节，直接作出决定。")


def _suspend(page: CasePage) -> str:
    return _("已有特别程序正在进行。") if page.open_pause else ""


def _resume(page: CasePage) -> str:
    return "" if page.open_pause else _("现在没有正在进行的特别程序。")


def _decide(page: CasePage) -> str:
    if page.open_pause:
        return _("特别程序尚未结束。")
    waiting = [line.review.name for line in page.reviews if line.review.given_at is None]
    if waiting:
        return _("还有审查意见未提出：%(names)s。") % {"names": "、".join(waiting)}
    if page.item.steps and not page.reviews and page.item.instance != "instant":
        return _("尚未分送审查。")
    return ""


def _issue(page: CasePage) -> str:
    return "" if page.item.result_kind == "licence" else _("此事项的结果不是证照，直接送达决定书。")


def _deliver(page: CasePage) -> str:
    return _("请先制证，再送达。") if page.state == "granted" and page.item.result_kind == "licence" else ""


_REASONS = {
    "return_for_correction": _return_for_correction,
    "open_reviews": _open_reviews,
    "suspend": _suspend,
    "resume": _resume,
    "decide": _decide,
    "issue": _issue,
    "deliver": _deliver,
}
