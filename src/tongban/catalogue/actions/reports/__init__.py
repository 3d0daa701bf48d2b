"""What is said to be wrong with a guide, and what comes of it (指南纠错)."""

from tongban.catalogue.actions.reports.find_right import find_right
from tongban.catalogue.actions.reports.mend import NotMendedYet, mend
from tongban.catalogue.actions.reports.report import TooManyReports, report

__all__ = ["NotMendedYet", "TooManyReports", "find_right", "mend", "report"]
