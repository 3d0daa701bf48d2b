"""Time stamps on signatures (RFC 3161, PAdES B-T): from an outside authority, from ourselves for a demo, or none."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

from django.conf import settings

from tongban.kernel.clock import now
from tongban.kernel.signing.forms import certificate_of, private_key_of
from tongban.kernel.signing.keys import make_stamping_keys

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

LOCAL = "local"
SECONDS = 10


def time_stamper(folder: pathlib.Path) -> TimeStamper | None:
    """Return who stamps the time: `TONGBAN_TSA_URL` is an address, "local" (no third party, and it says so) or empty.

    An authority that does not answer within ten seconds lets the signing fail: nothing is signed without its stamp.
    """
    address = settings.TSA_URL
    if not address:
        return None
    # late: see tongban.kernel.signing.pades
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

    if address != LOCAL:
        return RequestsHTTPTimeStamper(address, timeout=SECONDS)  # type: ignore[no-untyped-call]
    make_stamping_keys(folder)
    certificate = certificate_of((folder / "stamp-cert.pem").read_bytes())
    return DummyTimeStamper(
        tsa_cert=certificate,
        tsa_key=private_key_of((folder / "stamp-key.pem").read_bytes()),
        fixed_dt=now().replace(microsecond=0),
    )


def stamping_authorities(folder: pathlib.Path) -> bytes:
    """Return the certificates (PEM) of whose time stamps are believed: those the city names, and our own if there."""
    named = pathlib.Path(settings.TSA_CERTIFICATES).read_bytes() if settings.TSA_CERTIFICATES else b""
    own = folder / "stamp-cert.pem"
    return named + (own.read_bytes() if own.exists() else b"")
