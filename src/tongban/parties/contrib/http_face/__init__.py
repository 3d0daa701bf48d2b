"""A face check by a device that speaks the contract of docs/reference/face-check.md."""

from tongban.parties.contrib.http_face.device import HttpFaceDevice

__all__ = ["HttpFaceDevice"]
