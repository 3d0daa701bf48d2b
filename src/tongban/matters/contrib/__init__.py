"""Adapters to systems outside, one folder each."""
