"""The device of the demonstration: there is no camera, nothing is compared, and everybody passes."""

from __future__ import annotations

from django.conf import settings

from tongban.parties.ports import DeviceAway, FaceBegun, FaceRequest, FaceVerdict


class DemoFaceDevice:
    """Let everybody pass, in a demonstration only; every check is marked as one that compared nothing."""

    key = "demo"
    demonstration = True

    def begin(self, request: FaceRequest) -> FaceBegun:
        """Return at once. Raises DeviceAway outside of a demonstration."""
        _only_in_a_demonstration()
        return FaceBegun(reference=f"demo-{request.key}", url="")

    def result(self, *, key: str, reference: str, nonce: str) -> FaceVerdict:
        """Return that the check passed, with the reason that nothing was compared. Raises DeviceAway elsewhere."""
        _only_in_a_demonstration()
        return FaceVerdict("passed", "nothing_compared")


def _only_in_a_demonstration() -> None:
    if not settings.DEMO:
        raise DeviceAway("the device of the demonstration is in use outside of one")
