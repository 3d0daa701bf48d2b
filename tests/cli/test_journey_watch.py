"""A skipped browser journey fails the build."""

import pytest

from tongban.cli.environment import REPOSITORY

pytest_plugins = ["pytester"]

CONFTEST = f"""
import pathlib, sys
sys.path.insert(0, {str(REPOSITORY)!r})
from tests.journey_watch import JourneyWatch

def pytest_configure(config):
    config.pluginmanager.register(JourneyWatch(pathlib.Path(__file__).parent / "journeys"))
"""


@pytest.fixture(autouse=True)
def watched(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST)


def outcome(pytester: pytest.Pytester, journey: str, elsewhere: str = "def test_it(): pass") -> int:
    pytester.mkdir("journeys").joinpath("test_walk.py").write_text(f"import pytest\n{journey}\n")
    pytester.makepyfile(test_elsewhere=f"import pytest\n{elsewhere}\n")
    return int(pytester.runpytest_inprocess().ret)


class TestJourneyWatch:
    def test_lets_a_walked_journey_pass(self, pytester: pytest.Pytester) -> None:
        assert outcome(pytester, "def test_it(): pass") == pytest.ExitCode.OK

    @pytest.mark.parametrize(
        "journey",
        [
            "def test_it(): pytest.skip('no browser')",
            "pytest.skip('no browser', allow_module_level=True)",
            "@pytest.mark.skip\ndef test_it(): pass",
            "",
        ],
    )
    def test_fails_when_one_is_skipped_or_none_is_there(self, pytester: pytest.Pytester, journey: str) -> None:
        assert outcome(pytester, journey) != pytest.ExitCode.OK

    def test_cares_for_journeys_only(self, pytester: pytest.Pytester) -> None:
        assert outcome(pytester, "def test_it(): pass", "def test_it(): pytest.skip('x')") == pytest.ExitCode.OK
