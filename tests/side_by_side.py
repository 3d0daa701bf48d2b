"""Which tests stay together when two workers share them: those of a file, and those of a package with a dear world."""

from collections import Counter
from collections.abc import Iterable

import pytest
from xdist.scheduler import LoadScopeScheduling

# What each of these makes for all its tests (a world, homes, the city in the midst of quick tests) costs more than
# they do, and would else be made by both workers.
TOGETHER = (
    "tests/access/",
    "tests/catalogue/figures/",
    "tests/catalogue/quality/",
    "tests/catalogue/reports/",
    "tests/catalogue/words/",
    "tests/contracts/",
    "tests/faults/",
    "tests/feedback/",
    "tests/licences/",
    "tests/privacy/",
    "tests/sign_in/",
)


class SideBySide(LoadScopeScheduling):
    """Keep the classes of a file on one worker, so that what their module makes is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return next((package for package in TOGETHER if nodeid.startswith(package)), nodeid.split("::")[0])


def refuse_namesakes(names: Iterable[str]) -> None:
    """Let no two tests have one name: workers would run the first alone, and say nothing of the others."""
    several = [name for name, times in Counter(names).items() if times > 1]
    if several:
        raise pytest.UsageError(f"several tests have one name: {', '.join(several)}")
