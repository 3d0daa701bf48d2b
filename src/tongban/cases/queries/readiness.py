"""What a move still waits for as the case stands: the actions refuse by it, and the pages say it beforehand."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tongban.cases.queries.reading import version_of
from tongban.catalogue.queries import ImplementationView
from tongban.matters.queries import Facts


def waits_for(verb: str, facts: Facts) -> str:
    """Return why the move would be refused as the case stands now, nothing when it can be made."""
    found = _REASONS.get(verb)
    return found(facts) if found else ""


def told_before(facts: Facts) -> str:
    """Tell that the applicant was told of corrections before: the law allows telling once."""
    told = _("补正内容只能一次性告知，此件已经告知过，请受理或依法作出不予受理的决定")
    return told if facts.parts["corrections"] else ""


def without_reviews(facts: Facts) -> str:
    """Tell that the item has no review steps."""
    return "" if _item(facts).steps else _("此事项没有审查环节，请直接作出决定")


def suspended(facts: Facts) -> str:
    """Tell that a special procedure is open."""
    return _("特别程序尚未结束，不能作出决定") if facts.open_pause else ""


def not_suspended(facts: Facts) -> str:
    """Tell that no special procedure is open."""
    return "" if facts.open_pause else _("没有正在进行的特别程序")


def opinions_missing(facts: Facts) -> str:
    """Tell which opinions are owed, or that the reviews were not opened where the item has some."""
    waiting = [review.name for review in facts.parts["reviews"] if review.given_at is None]
    if waiting:
        return _("还有审查意见未提出：%(names)s") % {"names": "、".join(waiting)}
    item = _item(facts)
    if facts.state == "accepted" and item.steps and item.instance != "instant":
        return _("请先分送审查，审查意见齐备后再作决定")
    return ""


def no_licence(facts: Facts) -> str:
    """Tell that the result of the item is not a licence."""
    item = _item(facts)
    made = item.result_kind == "licence" and item.licence_type
    return "" if made else _("此事项的结果不是证照，请直接送达决定书")


def licence_not_made(facts: Facts) -> str:
    """Tell that what was granted is a licence that is not made yet."""
    owed = facts.state == "granted" and _item(facts).result_kind == "licence"
    return _("请先制证，再送达") if owed else ""


def _item(facts: Facts) -> ImplementationView:
    return version_of(facts.parts["case"].version_id)


_REASONS: dict[str, Callable[[Facts], str]] = {
    "return_for_correction": told_before,
    "open_reviews": without_reviews,
    "resume": not_suspended,
    "decide": lambda facts: suspended(facts) or opinions_missing(facts),
    "issue": no_licence,
    "deliver": licence_not_made,
}
