"""Sign what one was told and promises, in one's own case or, recorded by the clerk, at the window."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.actions.intake.save_draft import OPEN_FOR_CHANGES
from tongban.cases.lifecycle import CLERK
from tongban.cases.models import Commitment
from tongban.cases.queries.promises import signers
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.matters.rules.canonical import canonical_json
from tongban.parties.queries import person
from tongban.parties.rules.actor import Actor

# Where an application waits for the window's answer, the window may still take down what is promised.
AT_THE_WINDOW = ("submitted", "pre_review", "received")


class NotOffered(NotAllowedNow):
    """The item, or the credit of the applicant, does not let it be promised."""


def signer(facts: Facts, actor: Actor, signer_id: int | None, on: dt.date) -> tuple[int, str]:
    """Return the id and the name of who signs.

    The applicant signs in their own application while it may be changed; a clerk records at the window who signed
    there: the applicant, or an agent whose mandate covers the item. Raises NotYours, NotAllowedNow, BadInput.
    """
    if is_applicant(actor, facts) and actor.person_id is not None:
        if facts.state not in OPEN_FOR_CHANGES:
            raise NotAllowedNow(_("申请提交后不能再改选，如需改动请联系窗口"))
        who = person(actor.person_id)
        if not who.is_verified:
            raise BadInput({"signer": _("签署承诺前需要核实身份，请先到政务服务大厅核实")})
        return who.id, who.name
    if not facts.kind.holds(actor, facts, CLERK):
        raise NotYours(_("承诺由申请人签署，或者由窗口人员记录申请人当面签署"))
    if facts.state not in AT_THE_WINDOW:
        raise NotAllowedNow(_("只有等待受理的申请可以在窗口签署承诺"))
    allowed = signers(facts, on)
    if signer_id not in allowed:
        raise BadInput({"signer": _("请选择当面签署的人：申请人，或者授权在有效期内的代理人")})
    return signer_id, allowed[signer_id]


def keep(
    facts: Facts,
    kind: str,
    *,
    version: str,
    told: str,
    promised: str,
    codes: Sequence[str],
    signed_by: tuple[int, str],
    at: dt.datetime,
) -> str:
    """Write the commitment and return its SHA-256, of the canonical JSON of both texts, the signer and the day.

    Signed again, it replaces what was signed of the kind before.
    """
    signer_id, name = signed_by
    digest = hashlib.sha256(
        canonical_json(
            {
                "case": facts.matter.number,
                "kind": str(kind),
                "version": version,
                "told": told,
                "promised": promised,
                "materials": list(codes),
                "signer": signer_id,
                "signed_on": day_of(at).isoformat(),
            }
        )
    ).hexdigest()
    Commitment.objects.update_or_create(
        matter_id=facts.matter.pk,
        kind=kind,
        defaults={
            "told_version": version,
            "told_text": told,
            "promised_text": promised,
            "replaces": list(codes),
            "signer_id": signer_id,
            "signer_name": name,
            "signed_at": at,
            "sha256": digest,
            "ended_at": None,
        },
    )
    return digest
