"""What a real installation may not be run with: refused by `serve`, told by the doctor, free in the demo."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from tongban.cli import diagnosis, safety
from tongban.cli.city import demo_usernames
from tongban.cli.commands.demo import CITY
from tongban.cli.environment import REPOSITORY, CommandTrouble
from tongban.cli.story.script import PASSWORD
from tongban.parties.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_served(settings: Any, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation as `serve` makes it on a fresh home."""
    monkeypatch.delenv("TONGBAN_DEMO_CLOCK", raising=False)
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "django-secret-key").write_text("x")
    (keys / "django-secret-key").chmod(0o600)
    settings.HOME = tmp_path
    settings.DEMO = settings.DEBUG = False
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def a_demo_account(settings: Any) -> None:
    Account.objects.create(username=demo_usernames(CITY)[0], password=make_password(PASSWORD))


def open_keys(settings: Any) -> None:
    (settings.HOME / "keys").chmod(0o755)
    (settings.HOME / "keys" / "django-secret-key").chmod(0o644)


def public(settings: Any, host: str = "zw.example.gov.cn") -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]


REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "the demo's clock": (lambda settings: os.environ.update(TONGBAN_DEMO_CLOCK="/x"), "TONGBAN_DEMO_CLOCK"),
    "debugging": (lambda settings: setattr(settings, "DEBUG", True), "TONGBAN_DEBUG"),
    "a short key": (lambda settings: setattr(settings, "SECRET_KEY", "abc" * 10), "TONGBAN_SECRET_KEY"),
    "a dull key": (lambda settings: setattr(settings, "SECRET_KEY", "changeme" * 10), "TONGBAN_SECRET_KEY"),
    "any host": (lambda settings: setattr(settings, "ALLOWED_HOSTS", ["*"]), "TONGBAN_HOSTS"),
    "a public name in the clear": (public, "zw.example.gov.cn is public"),
    "keys that others may read": (open_keys, "chmod"),
    "accounts of the demo": (a_demo_account, "1 accounts have the public password"),
}


class TestDangers:
    def test_are_none_on_a_fresh_home(self) -> None:
        assert list(safety.dangers()) == []
        safety.refuse_dangers()

    @pytest.mark.parametrize("what", REFUSED)
    def test_are_refused_and_told(self, what: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TONGBAN_DEMO_CLOCK", "")
        do, said = REFUSED[what]
        do(settings)

        with pytest.raises(CommandTrouble, match=said):
            safety.refuse_dangers()

        told = list(diagnosis.about_dangers())
        assert [finding.well for finding in told] == [False]
        assert said in told[0].en

    @pytest.mark.parametrize("what", REFUSED)
    def test_are_free_in_the_demo(self, what: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TONGBAN_DEMO_CLOCK", "")
        settings.DEMO = True
        REFUSED[what][0](settings)

        assert list(safety.dangers()) == []

    def test_that_are_small_are_only_told(self, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

        safety.refuse_dangers()

        assert "warning: e-mail" in capsys.readouterr().err
        assert all(finding.well for finding in diagnosis.about_dangers())

    def test_of_a_demo_account_end_with_the_account_or_its_password(self, settings: Any) -> None:
        a_demo_account(settings)
        Account.objects.update(is_active=False)
        assert list(safety.dangers()) == []

        Account.objects.update(is_active=True, password=make_password("another one entirely"))
        assert list(safety.dangers()) == []

    def test_of_a_public_name_end_with_https(self, settings: Any) -> None:
        public(settings)
        settings.PUBLIC_URL = "https://zw.example.gov.cn"

        assert list(safety.dangers()) == []

    @pytest.mark.parametrize("host", ["10.1.2.3", "192.168.0.7", "[fd00::1]", "site", "zw.internal"])
    def test_of_the_clear_do_not_reach_into_a_network_of_ones_own(self, host: str, settings: Any) -> None:
        public(settings, host)

        assert list(safety.dangers()) == []


class TestServe:
    def test_ends_with_2_and_a_line(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        environment = {
            name: value for name, value in os.environ.items() if name not in ("TONGBAN_DEMO", "TONGBAN_DEMO_CLOCK")
        }
        environment |= {
            "DATABASE_URL": url_of_the_test_database(),
            "TONGBAN_HOSTS": "*",
            "PYTHONPATH": str(REPOSITORY / "src"),
        }

        answer = subprocess.run(
            [sys.executable, "-m", "tongban.cli", "worker", "--once"],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.returncode == 2
        assert "tongban: TONGBAN_HOSTS is *" in answer.stderr
        assert "Traceback" not in answer.stderr


def url_of_the_test_database() -> str:
    at = connection.settings_dict
    return f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
