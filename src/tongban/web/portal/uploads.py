"""Files that a page sends in pieces (tus 1.0.0): what has come stays when the network goes, and is gone on with."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound, Refusal
from tongban.matters.events import NotYours
from tongban.sharing.actions import (
    PieceTooLong,
    TooManyUploads,
    UploadTooLarge,
    WrongOffset,
    begin_upload,
    end_upload,
    receive_piece,
)
from tongban.sharing.queries import UploadView, upload_of
from tongban.sharing.rules import pieces
from tongban.web.doorkeeper import actor, signed_in

# What one request may bring at most; a longer piece is gone on with in the next.
LONGEST_PIECE = 16 * 1024 * 1024
AT_ONCE = 256 * 1024
_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (WrongOffset, 409),
    (UploadTooLarge, 413),
    (PieceTooLong, 413),
    (TooManyUploads, 429),
    (NotYours, 403),
)


@require_http_methods(["OPTIONS", "POST"])
@signed_in
def uploads(request: HttpRequest) -> HttpResponse:
    """Tell what we speak, or make room for a file and say where it is to be sent."""
    if request.method == "OPTIONS":
        return _answer(204)

    def begin() -> HttpResponse:
        length = pieces.whole_number(request.headers.get("Upload-Length"))
        if length is None:
            return _answer(400)
        name = pieces.file_name_of(request.headers.get("Upload-Metadata", ""))
        begun = begin_upload(file_name=name or "file", length=length, actor=actor(request), at=now())
        answer = _told(201, begun)
        answer.headers["Location"] = reverse("portal:upload", args=[begun.key])
        return answer

    return _spoken(request, begin)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@signed_in
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Tell how far a file has come, take its next piece, or forget it; another's is not there."""
    if request.method == "HEAD":
        return _spoken(request, lambda: _told(200, upload_of(actor(request), key, now())))
    if request.method == "DELETE":

        def end() -> HttpResponse:
            end_upload(key=key, actor=actor(request), at=now())
            return _answer(204)

        return _spoken(request, end)
    return _spoken(request, lambda: _received(request, key))


def _received(request: HttpRequest, key: str) -> HttpResponse:
    offset = pieces.whole_number(request.headers.get("Upload-Offset"))
    if request.content_type != pieces.PIECE_TYPE:
        return _answer(415)
    checksum = request.headers.get("Upload-Checksum", "")
    if offset is None or (checksum and not pieces.checksum_known(checksum)):
        return _answer(400)
    data = _body(request)
    if checksum and not pieces.checksum_right(checksum, data):
        return _answer(pieces.CHECKSUM_MISMATCH)
    return _told(204, receive_piece(key=key, offset=offset, data=data, actor=actor(request), at=now()))


def _body(request: HttpRequest) -> bytes:
    """Return the bytes of a piece; when the line breaks in its middle, those that came."""
    data = bytearray()
    try:
        while len(data) < LONGEST_PIECE and (more := request.read(AT_ONCE)):
            data += more
    except UnreadablePostError:
        pass
    return bytes(data[:LONGEST_PIECE])


def _spoken(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work for who speaks our version, and answer a refusal in a line of text."""
    if request.headers.get("Tus-Resumable") != pieces.VERSION:
        return _answer(412)
    try:
        return work()
    except Refusal as refused:
        status = next((status for kind, status in _STATUS if isinstance(refused, kind)), 409)
        answer = _answer(status, refused.reason)
        if isinstance(refused, WrongOffset):
            answer.headers["Upload-Offset"] = str(refused.received)
        return answer


def _told(status: int, told: UploadView) -> HttpResponse:
    answer = _answer(status)
    answer.headers["Upload-Offset"] = str(told.received)
    answer.headers["Upload-Length"] = str(told.length)
    answer.headers["Upload-Expires"] = http_date(told.expires_at.timestamp())
    return answer


def _answer(status: int, text: str = "") -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Tus-Resumable"] = pieces.VERSION
    answer.headers["Tus-Version"] = pieces.VERSION
    answer.headers["Tus-Extension"] = pieces.EXTENSIONS
    answer.headers["Tus-Checksum-Algorithm"] = pieces.ALGORITHMS
    answer.headers["Cache-Control"] = "no-store"
    return answer
