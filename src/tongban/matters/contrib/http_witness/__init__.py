"""A witness reached over HTTP (C2SP tlog-witness)."""

from tongban.matters.contrib.http_witness.client import HttpWitness, witnesses_named

__all__ = ["HttpWitness", "witnesses_named"]
