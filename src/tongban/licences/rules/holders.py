"""Who holds a licence: a party that we know, or a code and a name alone (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.kernel.rules.codes import mask_resident_id, resident_id_valid, uscc_valid
from tongban.parties.rules.views import PartyView

PERSON, ORGANISATION = "person", "organisation"
USCC, IDENTITY_NUMBER, OTHER_DOCUMENT = "001", "111", "990"

# Kinds of a holder's code (GB/T 36903 持证主体代码类型), with the words for lists and files.
CODE_TYPES: dict[str, tuple[str, str]] = {
    USCC: ("统一社会信用代码", "Unified social credit code"),
    IDENTITY_NUMBER: ("公民身份号码", "Resident identity number"),
    "414": ("普通护照", "Passport"),
    "511": ("台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents"),
    "516": ("港澳居民来往内地通行证", "Mainland travel permit for Hong Kong and Macao residents"),
    OTHER_DOCUMENT: ("其他", "Other"),
}


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
    return code if kind == ORGANISATION else mask_resident_id(code)


def code_type(kind: str, code: str) -> str:
    """Return the kind of a holder's code that is told by its form."""
    if kind == ORGANISATION:
        return USCC if uscc_valid(code) else OTHER_DOCUMENT
    return IDENTITY_NUMBER if resident_id_valid(code) else OTHER_DOCUMENT
