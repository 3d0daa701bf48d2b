"""The collected files, straight from memory or disk: neither a session nor a database is asked for one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotFound
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Answer all below STATIC_URL here: `web.admission` lets it in past the queue, so it may cost next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(lambda request: self._beyond(request, get_response))

    def _beyond(
        self, request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]
    ) -> HttpResponseBase:
        """Answer what no file has; a missing file gets no page, which would need the database for its reader."""
        return HttpResponseNotFound() if request.path_info.startswith(self.static_prefix) else get_response(request)
