"""The journal is read and proven by a program that nobody here wrote: Go's own transparency log.

Go ships `sumdb/note` and `sumdb/tlog` with its compiler; they are copied from there, so nothing is fetched. What the
API answers is saved as files under the names that C2SP tlog-tiles gives them, which is all that a mirror would do.
"""

import os
import pathlib
import shutil
import subprocess

import pytest

from tests.api.client import Api
from tests.api.test_journal_tiles import SIZE, large
from tongban.kernel.rules.tiles import index_path, width_of
from tongban.kernel.signing import journal_key
from tongban.matters.queries.journal import edge

__all__ = ["large"]

SOURCE = pathlib.Path(__file__).with_name("journal_verifier.go")
VENDORED = ("mod/sumdb/note", "mod/sumdb/tlog", "crypto/ed25519")
OLDER = 12_345


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The compiled verifier; skips where there is no Go, or one without its transparency log."""
    if shutil.which("go") is None:
        pytest.skip("Go is not installed, so its verifier does not read the journal (apt install golang-go)")
    told = subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
    vendored = pathlib.Path(told) / "src/cmd/vendor/golang.org/x"
    if not all((vendored / package).is_dir() for package in VENDORED):
        pytest.skip(f"this Go has no transparency log at {vendored}")
    folder = tmp_path_factory.mktemp("go")
    modules = "module verifier\n\ngo 1.19\n"
    for package in VENDORED:
        shutil.copytree(vendored / package, folder / package)
    for module in ("mod", "crypto"):
        (folder / module / "go.mod").write_text(f"module golang.org/x/{module}\n\ngo 1.19\n")
        modules += f"\nrequire golang.org/x/{module} v0.0.0\n\nreplace golang.org/x/{module} => ./{module}\n"
    (folder / "mod/go.mod").write_text("module golang.org/x/mod\n\ngo 1.19\n\nrequire golang.org/x/crypto v0.0.0\n")
    (folder / "go.mod").write_text(modules)
    shutil.copy(SOURCE, folder / "main.go")
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOSUMDB": "off"}
    subprocess.run(["go", "build", "-o", "verifier", "."], cwd=folder, env=environment, check=True)
    return folder / "verifier"


@pytest.fixture
def saved(visitor: Api, large: list[bytes], tmp_path: pathlib.Path) -> pathlib.Path:
    """The files of the tiled log, as anybody can save them."""
    names = ["checkpoint"]
    for level in range(3):
        for index in range(((SIZE >> 8 * level) + 255) // 256):
            width = width_of((level, index), SIZE)
            names.append(f"tile/{level}/{index_path(index)}" + (f".p/{width}" if width < 256 else ""))
    for name in names:
        answer = visitor.get(f"journal/{name}")
        assert answer.status_code == 200, name
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer.content)
    return tmp_path


def run(verifier: pathlib.Path, folder: pathlib.Path, *, key: str = "", older: bytes = b"") -> tuple[int, str]:
    told = [str(folder), key or journal_key().vkey, str(OLDER), (older or edge(OLDER).root()).hex()]
    done = subprocess.run([str(verifier), *told], capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, done.stdout.strip()


class TestGo:
    def test_proves_entries_and_growth_from_tiles(self, verifier: pathlib.Path, saved: pathlib.Path) -> None:
        assert run(verifier, saved) == (0, f"✓ {journal_key().name} {SIZE}")

        # Another history, another key, and a tile of which one bit is changed.
        assert run(verifier, saved, older=bytes(32))[0] == 1
        vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        assert run(verifier, saved, key=vkey)[0] == 1
        last = saved / "tile/0/273.p/112"
        tile = bytearray(last.read_bytes())
        tile[100] ^= 1
        last.write_bytes(tile)
        assert run(verifier, saved)[0] == 1
