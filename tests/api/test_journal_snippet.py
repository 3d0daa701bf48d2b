"""The verifier that docs/explain/journal.md prints works as it stands there, and believes no changed answer."""

import io
import json
import pathlib
import re
import sys
import urllib.request

import pytest
from cryptography.exceptions import InvalidSignature

from tests.api.client import Api
from tests.api.test_journal import sequenced
from tests.cases.factory import case

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "explain" / "journal.md"
SNIPPET = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)


def run(visitor: Api, monkeypatch: pytest.MonkeyPatch, index: int, **changes: object) -> None:
    def urlopen(url: str) -> io.BytesIO:
        answer = visitor.get(url.removeprefix("http://city"))
        assert answer.status_code == 200, url
        body: bytes = answer.content
        return io.BytesIO(json.dumps({**answer.json(), **changes}).encode() if url.endswith("proof") else body)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(sys, "argv", ["verify", "http://city/api/v1", str(index)])
    assert SNIPPET is not None
    exec(compile(SNIPPET[1], str(PAGE), "exec"), {})


def test_the_printed_verifier_works(
    visitor: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case("reviewed")
    sequenced()
    proof = visitor.get("journal/entries/2/proof").json()

    for index in range(proof["size"]):
        run(visitor, monkeypatch, index)

    assert capsys.readouterr().out.splitlines()[2] == (f"entry 2 is in the journal of tongban, {proof['size']} entries")
    with pytest.raises(AssertionError, match="not in the tree"):
        run(visitor, monkeypatch, 2, leaf_hash=proof["path"][0])
    with pytest.raises(AssertionError, match="not in the tree"):
        run(visitor, monkeypatch, 3, **{name: proof[name] for name in ("path", "leaf_hash")})
    size = proof["size"]
    with pytest.raises(InvalidSignature):
        run(visitor, monkeypatch, 2, checkpoint=proof["checkpoint"].replace(f"\n{size}\n", f"\n{size + 1}\n"))
