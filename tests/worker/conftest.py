"""Jobs are traced as requests are."""

from tests.spans import exporter

__all__ = ["exporter"]
