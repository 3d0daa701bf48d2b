"""Handing out files so that a browser saves or shows them, and never runs them."""

from typing import Protocol
from urllib.parse import quote

from django.http import HttpResponse

from tongban.web.headers import OF_A_FILE

_SHOWN = ("application/pdf", "image/png", "image/jpeg")


class NamedBytes(Protocol):
    """A file as the queries return it."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def handed_out(file: NamedBytes, *, save: bool = False) -> HttpResponse:
    """Answer with the file's bytes; kinds that are not shown safely are saved (RFC 6266 names)."""
    shown = file.media_type in _SHOWN and not save
    answer = HttpResponse(file.data, content_type=file.media_type if shown else "application/octet-stream")
    way = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not (shown and file.media_type == "application/pdf"):  # a browser's own reader of PDF does not open in a cage
        answer.headers["Content-Security-Policy"] = OF_A_FILE
    return answer
