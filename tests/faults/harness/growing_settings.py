"""The settings of a house in which an app has a migration that takes its time."""

from tongban.settings import *  # noqa: F403
from tongban.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.harness.growing"]
