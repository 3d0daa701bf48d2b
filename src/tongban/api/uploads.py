"""Files that are sent in pieces (tus 1.0.0): begun, gone on with after a lost line, and used once they are whole."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Path
from ninja.params.models import Header
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.problems import TooLarge, UnreadableBody, WrongMediaType
from tongban.api.shapes.base import Links
from tongban.api.shapes.space import Begun
from tongban.kernel import clock
from tongban.sharing.actions import (
    PieceTooLong,
    UploadTooLarge,
    begin_upload,
    end_upload,
    receive_piece,
)
from tongban.sharing.queries import UploadView, upload_of
from tongban.sharing.rules import pieces

calls = Calls("files 文件")

Key = Annotated[str, Path(min_length=20, max_length=43, pattern="^[A-Za-z0-9_-]+$")]
Length = Annotated[int, Header(..., alias="Upload-Length", ge=0, le=2**53, description="bytes of the whole file")]
Offset = Annotated[int, Header(..., alias="Upload-Offset", ge=0, le=2**53, description="where the piece goes on")]
Metadata = Annotated[str, Header(..., alias="Upload-Metadata", max_length=2000, description="filename and its base64")]
Checksum = Annotated[str, Header(..., alias="Upload-Checksum", max_length=200, description="sha1 or sha256, base64")]


@calls.write("POST", "/uploads", rule=TOKEN, answer=Begun, status=201)
def begin(request: HttpRequest, response: HttpResponse, length: Length, metadata: Metadata = "") -> Status[Begun]:
    """Make room for a file of `Upload-Length` bytes; its pieces go to the address in `Location`."""
    try:
        begun = begin_upload(
            file_name=pieces.file_name_of(metadata) or "file", length=length, actor=caller(request), at=clock.now()
        )
    except UploadTooLarge as large:
        raise TooLarge(large.reason) from large
    href = f"/api/v1/uploads/{begun.key}"
    _tell(response, begun)
    response.headers["Location"] = href
    return Status(201, Begun(id=begun.key, length=begun.length, expires_at=begun.expires_at, links=Links(self=href)))


@calls.write("HEAD", "/uploads/{key}", rule=TOKEN)
def progress(request: HttpRequest, response: HttpResponse, key: Key) -> Status[None]:
    """Tell in `Upload-Offset` how many bytes of a file have come."""
    _tell(response, upload_of(caller(request), key, clock.now()))
    return Status(200, None)


@calls.write("PATCH", "/uploads/{key}", rule=TOKEN, status=204)
def send_piece(
    request: HttpRequest, response: HttpResponse, key: Key, offset: Offset, checksum: Checksum = ""
) -> Status[None]:
    """Send the next bytes (application/offset+octet-stream) from `Upload-Offset` on; 409 tells where it stopped."""
    if request.content_type != pieces.PIECE_TYPE:
        raise WrongMediaType(_("请用 %(type)s 发送") % {"type": pieces.PIECE_TYPE})
    try:
        data = request.body
    except UnreadablePostError as broken:
        raise UnreadableBody(_("内容没有收全，请从已收到的位置接着传")) from broken
    if checksum and not (pieces.checksum_known(checksum) and pieces.checksum_right(checksum, data)):
        raise UnreadableBody(_("内容与校验值不符，请重新发送这一段"))
    try:
        told = receive_piece(key=key, offset=offset, data=data, actor=caller(request), at=clock.now())
    except PieceTooLong as long:
        raise TooLarge(long.reason) from long
    _tell(response, told)
    return Status(204, None)


@calls.write("DELETE", "/uploads/{key}", rule=TOKEN, status=204)
def give_up(request: HttpRequest, key: Key) -> Status[None]:
    """Forget an upload and what has come of it."""
    end_upload(key=key, actor=caller(request), at=clock.now())
    return Status(204, None)


def _tell(response: HttpResponse, told: UploadView) -> None:
    response.headers["Tus-Resumable"] = pieces.VERSION
    response.headers["Upload-Offset"] = str(told.received)
    response.headers["Upload-Length"] = str(told.length)
    response.headers["Upload-Expires"] = http_date(told.expires_at.timestamp())
    response.headers["Cache-Control"] = "no-store"
