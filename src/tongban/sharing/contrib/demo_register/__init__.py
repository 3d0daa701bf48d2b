"""Registers held elsewhere, for demonstrations: they answer from here, and can be told to be away."""

from tongban.sharing.contrib.demo_register.connector import DemoRegister

__all__ = ["DemoRegister"]
