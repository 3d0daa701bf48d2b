"""A variable that is not written as it has to be is named, without what it says: that may be a secret."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.kernel.variables import json_object, log_level, named_database, number
from tongban.settings.outside import claim_names


class TestVariables:
    def test_are_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECONDS", "2.5")
        monkeypatch.setenv("LEVEL", "INFO")

        assert (number("SECONDS", 1.0), number("NOBODY_SAYS", 4)) == (2.5, 4)
        assert log_level("LEVEL", "WARNING") == "INFO"
        assert named_database("DATABASE_URL", "postgresql://host/house")["NAME"] == "house"
        assert json_object("CONNECTORS", '{"a": {}}') == {"a": {}}

    @pytest.mark.parametrize(
        "read",
        [
            lambda: number("X", 4),
            lambda: number("X", 2.0),
            lambda: log_level("X", "WARNING"),
            lambda: named_database("X", "postgresql://u:hush@["),
            lambda: json_object("X", "hush"),
            lambda: json_object("X", '["hush"]'),
            lambda: claim_names("hush=X"),
        ],
    )
    def test_are_named_when_they_are_wrong(self, read: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("X", "hush")

        with pytest.raises(ImproperlyConfigured, match=r"^(X|TONGBAN_OIDC_CLAIMS) ") as raised:
            read()

        assert "hush" not in str(raised.value)
