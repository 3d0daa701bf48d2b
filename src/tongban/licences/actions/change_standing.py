"""Move a licence from one standing to the next: the only place that writes a state after the issue."""

import datetime as dt

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.outbox import announce
from tongban.licences.access import let_go, visible
from tongban.licences.events import topic
from tongban.licences.lifecycle import LABELS, MOVES, LicenceMove
from tongban.licences.models import Licence, LicenceStanding
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor, DutyKind


class ReasonMissing(BadInput):
    """A licence is taken or given back with a reason, or not at all."""


def change_standing(
    verb: str,
    *,
    identifier: str,
    reason: str,
    basis: str,
    actor: Actor,
    at: dt.datetime,
    refers_to: Licence | None = None,
    receiver: int | None = None,
) -> LicenceStanding:
    """Make the move `verb` and return the new standing; of two at once, exactly one succeeds.

    `basis` is the law and article that the authority relies on; without it, the move's own. `refers_to` is the licence
    that stays in its place; `receiver` the authority that takes over what another one let go. Raises NotFound for a
    stranger, NotYours, ReasonMissing, NotAllowedNow.
    """
    move = MOVES[verb]
    reason = reason.strip()
    with transaction.atomic():
        known = visible(actor) if receiver is None else let_go(receiver)
        licence = known.select_for_update(of=("self",)).filter(identifier=identifier).first()
        if licence is None:
            raise NotFound(_("没有找到这份证照"))
        if not may(actor, move, licence.authority_id if receiver is None else receiver):
            raise NotYours(_not_yours(move))
        if not reason:
            raise ReasonMissing({"reason": _("请写明%(label)s的理由") % {"label": _word((move.label, move.label_en))}})
        if licence.state not in move.sources:
            raise NotAllowedNow(_refused(licence, _word((move.label, move.label_en))))
        Licence.objects.filter(pk=licence.pk).update(state=move.target)
        standing = LicenceStanding.objects.create(
            licence=licence,
            state=move.target,
            from_at=at,
            reason=reason,
            basis=basis.strip() or str(move.basis),
            actor_name=actor.name,
            verb=verb,
            refers_to=refers_to,
        )
        announce(topic(verb), {standing.pk: {"licence": licence.pk, "matter": licence.matter_id}})
    return standing


def may(actor: Actor, move: LicenceMove, authority_id: int) -> bool:
    """Tell whether the actor may make the move for an authority; what is the system's alone is nobody else's."""
    return actor.is_system or (move.duty is not None and actor.holds(move.duty, authority_id))


def _not_yours(move: LicenceMove) -> str:
    told = {"label": _word((move.label, move.label_en))}
    if move.duty is DutyKind.ISSUER:
        return _("只有发证机关的制证人员可以%(label)s证照") % told
    return _("只有发证机关有权作出决定的人员可以%(label)s证照") % told


def _refused(licence: Licence, label: str) -> str:
    last = licence.standings.order_by("-pk").first()
    return _("证照现在的状态是“%(state)s”（%(who)s于 %(day)s 登记），不能%(label)s") % {
        "state": _word(LABELS[licence.state]),
        "who": last.actor_name if last else "",
        "day": str(day_of(last.from_at)) if last else "",
        "label": label,
    }


def _word(both: tuple[str, str]) -> str:
    """Choose between 中文 and English as the sentence around it does."""
    return both[get_language() == "en"]
