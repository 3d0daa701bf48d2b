"""Pages are asked for as a browser would: through every middleware, with plain static addresses."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.city import city
from tests.spans import exporter
from tongban.cli.messages import compile_messages
from tongban.parties.models import Account
from tongban.web import context

__all__ = ["city", "exporter"]


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """English as it stands in the catalogue now."""
    compile_messages()


@pytest.fixture(autouse=True)
def plain_static(settings: pytest.FixtureRequest) -> None:
    """Static files without a manifest, which only collectstatic makes."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def city_read_afresh() -> None:
    """What one test's pages keep of the city is not the next one's."""
    context.forget_city()


@pytest.fixture
def as_user(db: None) -> Callable[[str], Client]:
    """Return a browser that somebody of the demo city has signed in with."""

    def sign_in(username: str) -> Client:
        browser = Client()
        browser.force_login(Account.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in
