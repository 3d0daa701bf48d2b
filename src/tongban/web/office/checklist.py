"""What a clerk checks of each material: what a good one looks like, and whether it need be handed in at all."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.licences.queries import licences_at_hand
from tongban.parties.rules.views import PartyView
from tongban.sharing.queries import registers_named


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A material that is handed in as a file or on paper, and the ways around it that are open."""

    material: MaterialView
    deferrable: bool
    promise_possible: bool
    licence_found: bool
    fetched: bool


def checklist(item: ImplementationView, visitor: PartyView | None) -> list[CheckLine]:
    """Return the lines of an item's checklist; one query for the visitor's licences and one for registers, where used.

    What the registers know is looked up once the application is taken in: nobody's data is read without a case.
    """
    wanted = {each.exempt_code for each in item.materials if each.exempt_path == "licence"}
    held = _types_in_force(visitor) if visitor is not None and wanted else frozenset()
    shared = {each.exempt_code for each in item.materials if each.exempt_path == "shared_data"}
    asked = registers_named(shared) if shared else {}
    promised = set(item.commitment.get("replaces", ()))
    return [
        CheckLine(
            material=each,
            deferrable=each.necessity == "deferrable",
            promise_possible=each.code in promised,
            licence_found=each.exempt_path == "licence" and each.exempt_code in held,
            fetched=each.exempt_code in asked and asked[each.exempt_code].connected,
        )
        for each in item.materials
        if each.carrier == "file" and each.exempt_path != "cancelled"
    ]


def _types_in_force(visitor: PartyView) -> frozenset[str]:
    mine = {"person_id": visitor.id} if visitor.kind == "person" else {"organisation_id": visitor.id}
    return frozenset(each.type_code for each in licences_at_hand(**mine) if each.is_valid)
