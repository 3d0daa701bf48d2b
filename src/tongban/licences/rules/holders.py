"""Who holds a licence: a party that we know, or a code and a name alone (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.parties.rules.identity import KIND_NAMES, masked, number_of
from tongban.parties.rules.views import PartyView

PERSON, ORGANISATION = "person", "organisation"
USCC = "001"

# Kinds of a holder's code (GB/T 36903 持证主体代码类型), with the words for lists and files.
CODE_TYPES = (USCC, *KIND_NAMES)


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder: `id` is the person or organisation by `kind`, None for somebody whom we do not know yet."""

    kind: str
    id: int | None
    name: str
    code: str
    type: str = ""


def holder_of_party(party: PartyView) -> Holder:
    """Return a party that we know as a holder."""
    return Holder(party.kind, party.id, party.name, party.code, code_type(party.kind, party.code))


def masked_code(kind: str, code: str) -> str:
    """Return a holder's code as it is shown: the code of an organisation is public."""
    return code if kind == ORGANISATION else masked(code)


def code_type(kind: str, code: str) -> str:
    """Return the kind of a holder's code."""
    return USCC if kind == ORGANISATION else number_of(code)[0]
