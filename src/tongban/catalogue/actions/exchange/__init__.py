"""Telling the upper platform what came into force, and taking back what it refused."""
