"""Keep the national signature of a file beside it (国密签名)."""

import datetime as dt

from tongban.kernel import signing
from tongban.licences.models import DetachedSignature


def detach(data: bytes, sha256: str, *, at: dt.datetime) -> None:
    """Sign the bytes of a file by SM2 with SM3 and keep the signature in the register; a repeat keeps the first."""
    found = signing.sign_detached(data)
    DetachedSignature.objects.bulk_create(
        [DetachedSignature(file_sha256=sha256, key_name=found.key_name, value=found.value, made_at=at)],
        ignore_conflicts=True,
    )
