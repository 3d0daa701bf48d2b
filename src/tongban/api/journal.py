"""The journal as evidence: signed checkpoints, tiles and proofs that anybody may check; no entry's content is told.

Checkpoint and tiles are those of C2SP tlog-tiles, with `/api/v1/journal` as the log's prefix. Its entry bundles
(`tile/entries/…`) are not served: entries name people. A stranger sees that an entry is there, its hash and its place.
"""

import base64
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import ConfigDict, Field

from tongban.api.callers import PUBLIC
from tongban.api.calls import Calls
from tongban.api.shapes.base import Body
from tongban.api.shapes.journal import Consistency, Inclusion
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.tiles import parse_index
from tongban.kernel.signing import journal_key
from tongban.matters.queries import journal

calls = Calls("journal 日志")

LARGEST = 2**63 - 1
TEXT, BYTES = "text/plain", "application/octet-stream"
SHORTLY, FOR_EVER = "public, max-age=2", "public, max-age=31536000, immutable"


class Sizes(Body):
    """Two sizes of the journal, in entries."""

    model_config = ConfigDict(populate_by_name=True)

    first: Annotated[int, Field(alias="from", ge=1, le=LARGEST)]
    second: Annotated[int, Field(alias="to", ge=1, le=LARGEST)]


@calls.get("/journal/checkpoint", rule=PUBLIC, media=TEXT, refuses=(404,))
def read_checkpoint(request: HttpRequest) -> HttpResponse:
    """Read the newest checkpoint: a signed note in the C2SP tlog-checkpoint form."""
    return _checkpoint(journal.published_note())


@calls.get("/journal/checkpoint/witnessed", rule=PUBLIC, media=TEXT, refuses=(404,))
def read_witnessed_checkpoint(request: HttpRequest) -> HttpResponse:
    """Read the newest checkpoint that witnesses co-signed (C2SP tlog-cosignature)."""
    return _checkpoint(journal.published_note(witnessed=True))


@calls.get("/journal/key", rule=PUBLIC, media=TEXT)
def read_key(request: HttpRequest) -> HttpResponse:
    """Read the public key of the checkpoints, in the form name+hash+base64."""
    return _text(journal_key().vkey + "\n")


@calls.get("/journal/tile/{level}/{path:place}", rule=PUBLIC, media=BYTES)
def read_tile(request: HttpRequest, level: Annotated[int, Path(ge=0, le=63)], place: str) -> HttpResponse:
    """Read a tile of the tree (C2SP tlog-tiles): `x001/x234/067`, or `x001/x234/067.p/8` for its first 8 hashes."""
    try:
        index, width = parse_index(place)
    except ValueError:
        raise NotFound(_("瓦片的路径应写成 x001/x234/067 或 x001/x234/067.p/8 这样")) from None
    answer = HttpResponse(journal.signed_tile((level, index), width), content_type=BYTES)
    answer["Cache-Control"] = FOR_EVER
    return answer


@calls.get("/journal/entries/{index}/proof", rule=PUBLIC, answer=Inclusion)
def prove_entry(request: HttpRequest, index: Annotated[int, Path(ge=0, le=LARGEST)]) -> Inclusion:
    """Prove that an entry is in the tree of the newest checkpoint."""
    proof = journal.prove_inclusion(index)
    return Inclusion(
        index=proof.index,
        size=proof.size,
        leaf_hash=_base64(proof.leaf),
        path=[_base64(each) for each in proof.path],
        checkpoint=proof.checkpoint,
    )


@calls.get("/journal/consistency", rule=PUBLIC, answer=Consistency, refuses=(404,))
def prove_consistency(request: HttpRequest, sizes: Query[Sizes]) -> Consistency:
    """Prove that the journal only grew between two sizes."""
    proof = journal.prove_consistency(sizes.first, sizes.second)
    return Consistency(first=proof.first, second=proof.second, path=[_base64(each) for each in proof.path])


def _checkpoint(note: str) -> HttpResponse:
    answer = _text(note)
    answer["Cache-Control"] = SHORTLY
    return answer


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type=f"{TEXT}; charset=utf-8")


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
