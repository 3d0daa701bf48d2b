"""What a case's due day is the last day of, by its state: one table for the desk and for who applied."""

from django.utils.translation import gettext_lazy as _

_NOTICE, _DECISION, _DELIVERY = _("最晚告知是否受理"), _("最晚作出决定"), _("最晚送达")
_OWED = {
    "submitted": _NOTICE,
    "pre_review": _NOTICE,
    "received": _NOTICE,
    "accepted": _DECISION,
    "reviewing": _DECISION,
    "deciding": _DECISION,
    "granted": _DELIVERY,
    "refused": _DELIVERY,
    "issued": _DELIVERY,
}
# Here it is the applicant's turn.
_RETURNED = ("pre_returned", "correcting")


def owed_to_office(state: str) -> str:
    """Say what an official reads beside the day; nothing once nothing is owed."""
    return str(_("申请人最晚补正") if state in _RETURNED else _OWED.get(state, ""))


def owed_to_applicant(state: str) -> str:
    """Say what the applicant reads beside the day."""
    return str(_("最晚补正") if state in _RETURNED else _OWED.get(state, _("最晚答复")))
