"""Where secrets are read, in which order, and what is said when they cannot be."""

import pathlib
import secrets as chance
import threading

import pytest

from tongban.kernel.secrets import SecretTrouble, made_secret, secret

X = "TONGBAN_SOME_SECRET"


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (X, f"{X}_FILE", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


def put(path: pathlib.Path, text: str) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class TestSecret:
    def test_is_read_from_the_environment_then_a_named_file_then_a_credential_then_the_home(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert secret(X, tmp_path, "some", "default") == "default"
        put(tmp_path / "keys" / "some", "of the home\n")
        assert secret(X, tmp_path, "some") == "of the home"
        put(tmp_path / "credentials" / "some", "of the service manager\n")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
        assert secret(X, tmp_path, "some") == "of the service manager"
        monkeypatch.setenv(f"{X}_FILE", str(put(tmp_path / "named", "of a file\n")))
        assert secret(X, tmp_path, "some") == "of a file"
        monkeypatch.setenv(X, "of the environment")
        assert secret(X, tmp_path, "some") == "of the environment"

    def test_that_was_named_and_is_not_there_is_never_replaced_by_another(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(tmp_path / "keys" / "some", "of the home")
        monkeypatch.setenv(f"{X}_FILE", str(tmp_path / "gone"))

        for ask in (lambda: secret(X, tmp_path, "some", "default"), lambda: made_secret(X, tmp_path, "some")):
            with pytest.raises(SecretTrouble, match=f"{X}: no file .*gone"):
                ask()
        assert not (tmp_path / "gone").exists()

    def test_is_made_once_for_its_owner_alone(self, tmp_path: pathlib.Path) -> None:
        first = made_secret(X, tmp_path, "some")

        assert len(first) >= 50
        assert made_secret(X, tmp_path, "some") == first
        assert (tmp_path / "keys" / "some").stat().st_mode & 0o077 == 0

    def test_is_whole_for_who_asks_while_it_is_made(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[str] = []
        asking = threading.Thread(target=lambda: told.append(made_secret(X, tmp_path, "some")))
        make = chance.token_urlsafe

        def slow(size: int) -> str:
            monkeypatch.setattr(chance, "token_urlsafe", make)
            asking.start()
            asking.join(0.2)  # who waits is not there yet; who does not, has read what was not written
            return make(size)

        monkeypatch.setattr(chance, "token_urlsafe", slow)
        first = made_secret(X, tmp_path, "some")
        asking.join(60)

        assert told == [first]
