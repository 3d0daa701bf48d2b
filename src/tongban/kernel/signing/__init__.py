"""Signatures: PAdES on documents, SM2 beside files, Ed25519 on the journal's checkpoints, and time stamps.

What signs stands behind ports, so that a device can take its place (`use_signers`); the keys of an installation that
has none lie under TONGBAN_HOME/keys.
"""

from tongban.kernel.signing.keys import document_authority, journal_key, make_document_keys
from tongban.kernel.signing.pades import EcP256Signer, Trust, Verdict, sign_pdf, trust_here, verify_pdf
from tongban.kernel.signing.ports import Detached, DetachedSigner, Retired, Signer, use_signers
from tongban.kernel.signing.published import Keys, published_keys, read_keys
from tongban.kernel.signing.rotation import rotate_keys
from tongban.kernel.signing.sm2 import sign_detached, sm3, verify_detached

__all__ = [
    "Detached",
    "DetachedSigner",
    "EcP256Signer",
    "Keys",
    "Retired",
    "Signer",
    "Trust",
    "Verdict",
    "document_authority",
    "journal_key",
    "make_document_keys",
    "published_keys",
    "read_keys",
    "rotate_keys",
    "sign_detached",
    "sign_pdf",
    "sm3",
    "trust_here",
    "use_signers",
    "verify_detached",
    "verify_pdf",
]
