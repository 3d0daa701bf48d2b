"""Take back what should not have been granted (撤销, 行政许可法 第六十九条)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.refuse_acceptance import REMEDIES
from tongban.cases.actions.paper import paper
from tongban.cases.models import Decision
from tongban.cases.queries.lists import revocation_grounds
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.licences.actions import revoke as revoke_licence
from tongban.licences.lifecycle import MOVES
from tongban.licences.queries import licence_facts
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.lifecycle import LICENSING_LAW
from tongban.parties.rules.actor import Actor


@retried
@transaction.atomic
def revoke(*, number: str, ground: str, reason: str, heard: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Revoke the grant with a written decision; its licence is revoked in the same transaction.

    `ground` is of the closed list of the law, `heard` says how and when the holder could speak before. Raises BadInput,
    NotFound, NotYours, NotAllowedNow; the licence's own refusals.
    """
    facts = read_case(number, actor)
    allow(facts, "revoke", actor)
    today = day_of(at)
    grounds = revocation_grounds(facts.region_code, today)
    errors = {}
    if ground not in grounds:
        errors["ground"] = _("请选择撤销的法定情形（行政许可法第六十九条）")
    if not reason.strip():
        errors["reason"] = _("请写明撤销的事实和理由")
    if not heard.strip():
        errors["heard"] = _("请写明何时、怎样听取了持证人的陈述和申辩")
    if errors:
        raise BadInput(errors)
    article = f"《{LICENSING_LAW}》{grounds[ground].basis}"
    decision: Decision = facts.parts["decision"]
    revoked = decision.licence_identifier
    if revoked and licence_facts(revoked).written_state in MOVES["revoke"].sources:
        revoke_licence(identifier=revoked, reason=reason.strip(), basis=article, actor=actor, at=at)
    return step(
        facts,
        "revoke",
        actor=actor,
        at=at,
        writes=[
            *(write for clock in facts.clocks if clock.stopped_on is None for write in stop(clock, today)),
            paper(
                facts,
                "revocation_decision",
                at=at,
                fields=[
                    ("被许可人", facts.matter.applicant_name),
                    ("撤销的许可", facts.matter.subject),
                    *([("证照标识", revoked)] if revoked else []),
                    ("法律依据", article),
                ],
                body=[
                    f"经查，该许可{grounds[ground].label}，依照{article}的规定，决定予以撤销。",
                    f"事实和理由：{reason.strip()}",
                    f"陈述和申辩：{heard.strip()}",
                    REMEDIES,
                ],
            ),
        ],
        said={"ground": ground, **({"licence": revoked} if revoked else {})},
    )
