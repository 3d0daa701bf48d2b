"""Call up a copy of the applicant's licence for a live case, in the place of a paper (电子证照调用)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import handles
from tongban.cases.actions.materials.copy_found_licences import BASIS
from tongban.cases.queries.callable_licences import of_item
from tongban.cases.queries.reading import authority_of, read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.licences.actions.copies import CopyView, make_copy
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor


def call_up_copy(*, number: str, identifier: str, actor: Actor, at: dt.datetime) -> CopyView:
    """Make a copy for the authority of a live case; the item must name the kind of licence.

    Only those who handle the case may. Raises NotYours, NotFound, and what make_copy raises.
    """
    facts = read_case(number, actor)
    if not handles(actor, facts):
        raise NotYours(_("调用证照是办理此件的人员的职责"))
    if all(each.identifier != identifier for each in of_item(facts, day_of(at))):
        raise NotFound(_("没有找到这份证照，或者这个事项的材料没有写明可以用它代替"))
    owner = authority_of(facts.matter.owner_id)
    return make_copy(
        identifier=identifier,
        purpose=_("办理“%(item)s”") % {"item": facts.matter.subject},
        case_number=number,
        user_name=owner.name,
        user_code=owner.uscc,
        basis=BASIS,
        fetched_by=(owner.id, None),
        actor=actor,
        at=at,
    )
