"""Say which of several things of the applicant an application is about, and fill it in anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.prefill import prefill
from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.models import Case
from tongban.cases.queries.holders import holders_of
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.queries.things import things_to_choose
from tongban.cases.rules.drafts import mark
from tongban.cases.rules.sources import unchanged
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import Actor


@transaction.atomic
def choose_things(*, number: str, things: Mapping[str, str], actor: Actor, at: dt.datetime) -> None:
    """Keep the choice (thing by domain), fill in what is known of it, and look for the materials again.

    What was filled in for another thing and left so is replaced; what was typed stays. Raises BadInput for a thing that
    the applicant does not hold, NotFound, NotYours, NotAllowedNow.
    """
    hold(number)
    facts = changeable(number, actor)
    item, holders, case = item_of(facts), holders_of(facts), facts.parts["case"]
    offered = things_to_choose(item, holders.applicant)
    wrong = [domain for domain, chosen in things.items() if chosen and chosen not in dict(offered.get(domain, ()))]
    if wrong:
        raise BadInput({f"thing-{domain}": _("请从列出的里面选择一处") for domain in wrong})
    chosen = {**case.things, **{domain: one for domain, one in things.items() if one}}
    known = prefill(item, holders.applicant, holders.agent, actor, number, at, chosen)
    filled = {key for key, source in case.sources.items() if unchanged(source, case.answers.get(key))}
    typed = {key: value for key, value in case.answers.items() if key not in filled}
    answers, revision = {**known.answers, **typed}, case.revision + 1
    # Another device that still shows what was filled in before is told of it, and overwrites nothing.
    changed = {key for key in {*answers, *case.answers} if mark(answers.get(key)) != mark(case.answers.get(key))}
    last = {"revision": revision, "at": at.isoformat(), "by": actor.name, "device": "", "page": ""}
    Case.objects.filter(pk=case.pk).update(
        things=chosen,
        answers=answers,
        sources={**known.sources, **{key: source for key, source in case.sources.items() if key in typed}},
        touched={**case.touched, **dict.fromkeys(changed, last)},
        revision=revision,
        saved_at=at,
    )
    look_around(read_case(number, actor), failures=known.failures, actor=actor, at=at)
