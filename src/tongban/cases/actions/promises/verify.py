"""Say what the check of a promise found: it was kept, or it was false (国办发〔2020〕42号)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.terminate import FALSE_PROMISE, terminate
from tongban.cases.lifecycle.words import BEFORE_DECISION
from tongban.cases.models import Verification
from tongban.credit.actions import record
from tongban.credit.rules.records import Kind, Severity
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import SYSTEM, Actor

OUTCOMES = {"kept": "verified", "broken": "breached"}
LONGEST = 4000


@retried
def verify(
    *,
    number: str,
    outcome: str,
    method: str,
    result: str,
    actor: Actor,
    at: dt.datetime,
    evidence: str = "",
    companion: str = "",
    severity: str = Severity.GENERAL,
) -> Stepped:
    """Close the check; a broken promise is recorded, and a case that is not decided yet is terminated with it.

    `outcome` is kept or broken, `method` data, site or assist; `severity` is that of the breach. On the spot two
    officials check: `companion` names the second (行政许可法 第三十四条). What was granted on a false promise is then
    revoked by its authority, on the case. Raises BadInput, NotFound, NotYours, NotAllowedNow.
    """
    with transaction.atomic():
        facts = read(number, actor=actor, kind="verification")
        allow(facts, "verify", actor)
        broken = outcome == "broken"
        errors = {}
        if outcome not in OUTCOMES:
            errors["outcome"] = _("请选择核查结论")
        if method not in Verification.Method.values:
            errors["method"] = _("请选择核查方式")
        if not result.strip():
            errors["result"] = _("请写明核查情况")
        if broken and not evidence.strip():
            errors["evidence"] = _("认定违反承诺的，请写明证据")
        if method == Verification.Method.SITE and not companion.strip():
            errors["companion"] = _("现场核查应当由两名以上工作人员进行，请填写另一名工作人员的姓名")
        if broken and severity not in set(Severity):
            errors["severity"] = _("请选择失信的严重程度")
        if errors:
            raise BadInput(errors)
        row: Verification = facts.parts["verification"]
        done = step(
            facts,
            "verify",
            actor=actor,
            at=at,
            to=OUTCOMES[outcome],
            writes=[
                *stop(facts.running("verification"), day_of(at)),
                Change(
                    row,
                    {
                        "method": method,
                        "result": result.strip()[:LONGEST],
                        "evidence": evidence.strip()[:LONGEST],
                        "companion": companion.strip()[:100],
                        "verified_by_id": actor.official_id,
                        "verified_by_name": actor.name,
                        "verified_at": at,
                    },
                ),
            ],
            said={"outcome": outcome, "method": method, **({"severity": severity} if broken else {})},
        )
        if broken:
            matter = facts.matter
            record(
                kind=Kind.FALSE_PROMISE,
                severity=Severity(severity),
                basis=_("核查发现所作的告知承诺不实：%(result)s") % {"result": result.strip()[:200]},
                matter_number=row.of.number,
                person_id=matter.applicant_person_id,
                organisation_id=matter.applicant_organisation_id,
                region_code=facts.region_code,
                at=at,
            )
            if row.of.state in BEFORE_DECISION.split():
                terminate(
                    number=row.of.number,
                    ground=FALSE_PROMISE,
                    reason=f"核查发现所作的告知承诺不实：{result.strip()[:500]}",
                    actor=SYSTEM,
                    at=at,
                )
        return done
