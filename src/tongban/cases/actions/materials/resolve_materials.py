"""Look for the materials of an application again: its applicant asks, or something changed since."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.rules.resolving import Attempt
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import Actor


@transaction.atomic
def resolve_materials(*, number: str, actor: Actor, at: dt.datetime) -> dict[str, tuple[Attempt, ...]]:
    """Try each way around each material and return what each brought, by material, in the order in which it was tried.

    What is found is kept beside the attempts before; a look-up that fails goes into the journal and stops nothing.
    Raises NotFound, NotYours, NotAllowedNow once the application cannot be changed.
    """
    hold(number)
    return look_around(changeable(number, actor), actor=actor, at=at).found
