"""Signing in: through an outside provider, with a passkey, and other systems through us."""
