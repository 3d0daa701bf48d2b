"""What may be and was promised in a case, what of it is owed, and what it came from or became, for one page."""

import datetime as dt
from dataclasses import dataclass, field

from tongban.cases.access import is_applicant
from tongban.cases.lifecycle import CLERK, LEAD
from tongban.cases.lifecycle.words import GRANTED, IN_HANDLING, INTAKE
from tongban.cases.models import Case, Commitment, DeferredMaterial, Verification
from tongban.cases.queries.promises import (
    PROMISE,
    DeferralOffer,
    PromiseOffer,
    deferral_offer,
    may_still_come,
    not_given,
    promise_offer,
    promised_later,
    promises_anything,
    replaced,
    signed,
    signers,
)
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.queries.verifications import verification_of
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.kernel.clock import day_of
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

OPEN_FOR_CHANGES = ("draft", "correcting", "pre_returned")


@dataclass(frozen=True, slots=True)
class CasePromises:
    """The promises of a case.

    `promise` and `deferral` are what the item offers; `replaced` and `later` the codes that a signature spares or puts
    off; `missing` what could be deferred at acceptance; `signers` who may sign at the window, empty for others than
    its clerk there. `real` is the number of the application that a mock case became, `tried` of the mock one before.
    """

    promise: PromiseOffer | None = None
    deferral: DeferralOffer | None = None
    replaced: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    missing: tuple[MaterialView, ...] = ()
    commitments: list[Commitment] = field(default_factory=list)
    deferred: list[DeferredMaterial] = field(default_factory=list)
    owed: frozenset[str] = frozenset()
    may_supply: bool = False
    may_sign: bool = False
    signers: dict[int, str] = field(default_factory=dict)
    verification: Verification | None = None
    may_begin_verification: bool = False
    mock: bool = False
    may_convert: bool = False
    real: str = ""
    tried: str = ""

    @property
    def offers_anything(self) -> bool:
        return self.promise is not None or self.deferral is not None


def has_promises(item: ImplementationView, case: Case) -> bool:
    """Tell whether there is anything to be read for the case; most cases cost nothing more."""
    return promises_anything(item) or case.mock or case.converted_from_id is not None


def case_promises(actor: Actor, number: str, at: dt.datetime) -> CasePromises:
    """Return the promises of a case that the actor may see. Raises NotFound."""
    facts = read_case(number, actor)
    case: Case = facts.parts["case"]
    item = item_of(facts)
    if not has_promises(item, case):
        return CasePromises()
    today, mine = day_of(at), is_applicant(actor, facts)
    at_the_window = facts.state in INTAKE.split() and facts.kind.holds(actor, facts, CLERK)
    real, tried = _other(case, facts)
    anything = promises_anything(item)
    check = verification_of(facts.matter.pk) if item.commitment else None
    return CasePromises(
        promise=promise_offer(facts, today),
        deferral=deferral_offer(facts, today) if anything else None,
        replaced=replaced(facts, item),
        later=promised_later(facts, item),
        missing=not_given(facts, item),
        commitments=[each for each in facts.parts["commitments"] if each.ended_at is None] if anything else [],
        deferred=facts.parts["deferred"],
        owed=frozenset(each.code for each in may_still_come(facts)),
        may_supply=mine and facts.state in _supplied_in(facts),
        may_sign=at_the_window or (mine and facts.state in OPEN_FOR_CHANGES),
        signers=signers(facts, today) if at_the_window and anything else {},
        verification=check,
        may_begin_verification=_may_begin(actor, facts, item, check),
        mock=case.mock,
        may_convert=case.mock and not real and facts.state != "draft" and may_convert(facts, actor),
        real=real,
        tried=tried,
    )


def may_convert(facts: Facts, actor: Actor) -> bool:
    """Tell whether the actor may make a mock case real: its applicant, or the clerk of the window that took it in."""
    at_a_window = not facts.parts["case"].online
    return is_applicant(actor, facts) or (at_a_window and facts.kind.holds(actor, facts, CLERK))


def _supplied_in(facts: Facts) -> frozenset[str]:
    return facts.kind.move("supply_deferred").sources


def _may_begin(actor: Actor, facts: Facts, item: ImplementationView, check: Verification | None) -> bool:
    if check is not None or not item.commitment or facts.parts["case"].mock:
        return False
    begun_in = f"{IN_HANDLING} {GRANTED}".split()
    return facts.state in begun_in and signed(facts, PROMISE) is not None and facts.kind.holds(actor, facts, LEAD)


def _other(case: Case, facts: Facts) -> tuple[str, str]:
    """Return the number of what a mock case became, and of the mock case that it came from."""
    if case.mock:
        made = Case.objects.filter(converted_from_id=facts.matter.pk).values_list("matter__number", flat=True)
        return made.first() or "", ""
    return "", case.converted_from.number if case.converted_from is not None else ""
