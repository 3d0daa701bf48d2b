"""Signing in through an outside provider, letting other systems sign people in, and checking faces."""
