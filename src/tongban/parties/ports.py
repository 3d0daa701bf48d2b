"""What a device that checks faces must be able to do; adapters live in contrib/."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class DeviceAway(Exception):
    """The device did not answer, or answered what cannot be believed; nothing is known of the face."""


@dataclass(frozen=True, slots=True)
class FaceRequest:
    """Whom to compare: `key` names the check, `nonce` comes back signed, people return to `return_url`."""

    key: str
    nonce: str
    id_kind: str
    id_number: str
    name: str
    return_url: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FaceBegun:
    """The device's own name of the check, and the page where the camera waits ("" when there is none)."""

    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class FaceVerdict:
    """What the device says: `outcome` "passed", "failed", or "" while it works; `reason` is a code of the device."""

    outcome: str
    reason: str = ""


class FaceDevice(Protocol):
    """Real-person verification (实人核验): the device compares; neither pictures nor features ever come to us."""

    key: str
    demonstration: bool

    def begin(self, request: FaceRequest) -> FaceBegun:
        """Announce a check; raises DeviceAway."""

    def result(self, *, key: str, reference: str, nonce: str) -> FaceVerdict:
        """Ask what became of a check; raises DeviceAway."""


_device: list[FaceDevice] = []


def use_face_device(device: FaceDevice | None) -> None:
    """Check faces with the device from now on; with None, not at all."""
    _device[:] = [] if device is None else [device]


def face_device() -> FaceDevice | None:
    """Return the device in use, None where there is none."""
    return _device[0] if _device else None
