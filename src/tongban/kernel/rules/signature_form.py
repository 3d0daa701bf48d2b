"""The one form of what a PDF signature itself does not cover: its own bytes (pure).

A signature covers the whole file but the hole in which it stands. What is in the hole is fixed by rules instead:
hexadecimal of one case, DER, zeros behind, and in the CMS (RFC 5652) nothing that is not needed. So a change of any
byte of a file is found, also one that changes nothing that is printed. The only thing beside the signature may be one
time stamp (RFC 3161), which is held to the same form.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asn1crypto import cms

SIGNATURE, STAMP = "data", "tst_info"
# The version of a CMS follows from what it holds (RFC 5652, 5.1).
VERSIONS = {SIGNATURE: "v1", STAMP: "v3"}


def is_exact(
    hole: bytes, signing_certificate: bytes, roots: Collection[bytes], *, stampers: Collection[bytes] = ()
) -> bool:
    """Tell whether the hole, with its angle brackets, is written as a signer writes it.

    The certificates are DER; `stampers` are those that a time stamp may bring, none where there is none. ValueError,
    TypeError or KeyError when it is no CMS at all.
    """
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    written = hole[1:-1]
    padded = bytes.fromhex(written.decode("ascii"))
    if written not in (padded.hex().encode(), padded.hex().upper().encode()):
        return False
    from asn1crypto import cms  # late: it takes a while to load, and few processes verify a file

    content = cms.ContentInfo.load(padded, strict=False)
    size = len(content.dump())
    if any(padded[size:]) or content["content_type"].native != "signed_data":
        return False
    content._parse_children(recurse=True)
    _take_as_read(content)
    signed = content["content"]
    if not _is_plain(signed, {signing_certificate, *roots}, SIGNATURE) or content.dump(force=True) != padded[:size]:
        return False
    return _beside(signed, stampers)


def _take_as_read(value: Any) -> None:
    """Let nothing below a value that was read count as changed.

    A default that is not written does, for the parser puts it in; and then each level would be written anew for every
    level above it, again and again: nine tenths of a verification.
    """
    for child in getattr(value, "children", None) or ():
        _take_as_read(child)
        child._mutated = False


def _beside(signed: cms.SignedData, stampers: Collection[bytes]) -> bool:
    """Tell whether beside the signature stands nothing, or one time stamp of one of the stampers."""
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    if attributes.native is None:
        return True
    if len(attributes) != 1 or attributes[0]["type"].native != "signature_time_stamp_token":
        return False
    values = attributes[0]["values"]
    if len(values) != 1 or values[0]["content_type"].native != "signed_data":
        return False
    stamp = values[0]["content"]
    return _is_plain(stamp, set(stampers), STAMP) and stamp["signer_infos"][0]["unsigned_attrs"].native is None


def _is_plain(signed: cms.SignedData, allowed: Collection[bytes], holds: str) -> bool:
    certificates = [each.chosen.dump() for each in signed["certificates"]]
    signers = list(signed["signer_infos"])
    if len(signers) != 1 or len(set(certificates)) != len(certificates) or not set(certificates) <= set(allowed):
        return False
    signer = signers[0]
    content = signed["encap_content_info"]
    return bool(
        signed["version"].native == VERSIONS[holds]
        and signer["version"].native == "v1"
        and [each.dump() for each in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        and content["content_type"].native == holds
        and (content["content"].native is None) == (holds == SIGNATURE)
        and signed["crls"].native is None
    )
