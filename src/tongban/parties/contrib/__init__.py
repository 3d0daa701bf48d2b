"""Adapters to devices and systems that prove who somebody is."""
