"""A face check for demonstrations, which compares nothing and says so."""

from tongban.parties.contrib.demo_face.device import DemoFaceDevice

__all__ = ["DemoFaceDevice"]
