"""Look for the materials of an application, and write into the journal which sources did not answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tongban.cases.actions.materials.find_materials import Looked, find_materials
from tongban.matters.actions.step import step
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import SYSTEM, Actor


def look_around(facts: Facts, *, actor: Actor, at: dt.datetime, failures: Sequence[str] = ()) -> Looked:
    """Find the materials of a case that was just read, in the transaction that holds it; return what each way brought.

    `failures` are the registers that failed already while the form was filled in. A source that fails is journalled
    and stops nothing.
    """
    looked = find_materials(facts, actor=actor, at=at)
    failed = {*failures, *(each.register for each in looked.failures)}
    if failed:
        materials = sorted({code for each in looked.failures for code in each.materials})
        said = {"registers": sorted(failed), "materials": materials}
        step(facts, "record_failed_look_up", actor=SYSTEM, at=at, said=said)
    return looked
