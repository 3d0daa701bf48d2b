"""Begin the later check of what was promised in a case: when it is granted, or before, when its authority wants to."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.cases.access import VERIFICATION
from tongban.cases.lifecycle import LEAD
from tongban.cases.lifecycle.words import GRANTED, IN_HANDLING
from tongban.cases.models import Verification
from tongban.cases.queries.promises import PROMISE, signed
from tongban.cases.queries.reading import item_of, read_case
from tongban.kernel.clock import day_of
from tongban.matters.actions.matter_about import matter_about
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor


class NothingToVerify(NotAllowedNow):
    """Nothing was promised in the case, or its promise is being verified already."""


def begin_verification(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Open the matter of the check; it is due within the days that the item's texts name.

    By the system when the case is granted, by its lead reviewer from acceptance on. Raises NothingToVerify, NotYours,
    NotFound.
    """
    facts = read_case(number, actor)
    if not actor.is_system and not facts.kind.holds(actor, facts, LEAD):
        raise NotYours(_("承诺由主管部门的审查人员核查"))
    item = item_of(facts)
    promise = signed(facts, PROMISE)
    # What is a mock case has no effect that could be checked.
    if promise is None or facts.state not in f"{IN_HANDLING} {GRANTED}".split() or facts.parts["case"].mock:
        raise NothingToVerify(_("此件没有需要核查的承诺"))
    clock = start_clock(
        None,
        "verification",
        on=day_of(at),
        days=item.commitment["verify_days"],
        region_code=facts.region_code,
    )
    of = facts.matter
    matter = matter_about(of, number=f"{number}-HC", agent_id=of.agent_id)
    row = Verification(
        of_id=of.pk,
        task_code=item.code,
        commitment_id=promise.pk,
        planned=item.commitment["verify_method"],
    )
    try:
        with transaction.atomic():
            return open_matter(
                VERIFICATION,
                matter,
                "begin_verification",
                actor=actor,
                at=at,
                writes=[Insert(clock), Insert(row)],
                said={"case": number, "due_on": clock.due_on.isoformat()},
            )
    except IntegrityError as error:
        raise NothingToVerify(_("此件的承诺已经在核查")) from error
