"""The one form of what a PDF signature itself does not cover: its own bytes (pure).

A signature covers the whole file but the hole in which it stands. What is in the hole is fixed by rules instead:
hexadecimal of one case, DER, zeros behind, and in the CMS (RFC 5652) nothing that is not needed. So a change of any
byte of a file is found, also one that changes nothing that is printed.
"""

from collections.abc import Collection

from asn1crypto import cms

VERSION = "v1"


def is_exact(hole: bytes, signing_certificate: bytes, roots: Collection[bytes]) -> bool:
    """Tell whether the hole, with its angle brackets, is written as a signer writes it.

    The certificates are DER. ValueError, TypeError or KeyError when it is no CMS at all.
    """
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    written = hole[1:-1]
    padded = bytes.fromhex(written.decode("ascii"))
    if written not in (padded.hex().encode(), padded.hex().upper().encode()):
        return False
    content = cms.ContentInfo.load(padded, strict=False)
    size = len(content.dump())
    if any(padded[size:]) or content["content_type"].native != "signed_data":
        return False
    allowed = {signing_certificate, *roots}
    return _is_plain(content["content"], allowed) and content.dump(force=True) == padded[:size]


def _is_plain(signed: cms.SignedData, allowed: Collection[bytes]) -> bool:
    certificates = [each.chosen.dump() for each in signed["certificates"]]
    signers = list(signed["signer_infos"])
    if len(signers) != 1 or len(set(certificates)) != len(certificates) or not set(certificates) <= set(allowed):
        return False
    signer = signers[0]
    return bool(
        signed["version"].native == VERSION
        and signer["version"].native == VERSION
        and [each.dump() for each in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        and signed["encap_content_info"]["content_type"].native == "data"
        and signed["encap_content_info"]["content"].native is None
        and signed["crls"].native is None
        and signer["unsigned_attrs"].native is None
    )
