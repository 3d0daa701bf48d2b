"""Registers held elsewhere, asked over HTTP by the contract of docs/reference/register-connector.md."""

from tongban.sharing.contrib.http_register.connector import HttpRegister

__all__ = ["HttpRegister"]
