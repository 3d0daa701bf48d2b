"""Our settings, and beside our tables those of a plain Django developer."""

from tongban.settings import *  # noqa: F403
from tongban.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.inbox"]
