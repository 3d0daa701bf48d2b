"""A session that nobody uses ends by itself, and none goes on for ever; an official's ends sooner than a citizen's."""

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tongban.kernel.queries import parameter
from tongban.parties.queries import actor_of

BEGUN, SEEN = "begun_at", "seen_at"
# How often it is written down that a session is in use: nothing is asked or written in between.
NOTED_EVERY_SECONDS = 60


class SessionAgeMiddleware:
    """Sign out who has done nothing for too long, or signed in too long ago, by the machine's clock.

    The limits are parameters: `session_idle_minutes`, `session_idle_minutes_official`, `session_longest_hours`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Programs are known by token, and a session that nobody signed in to holds nothing of anybody.
        if not request.path_info.startswith("/api/") and SESSION_KEY in request.session:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        session, now, user = request.session, time.time(), request.user
        if now - session.get(SEEN, 0.0) < NOTED_EVERY_SECONDS:
            return
        if SEEN not in session:  # it began before sessions had an age
            _begin(session, now)
        elif user.is_authenticated and _over(session, now, is_official=actor_of(user, "web").official_id is not None):
            logout(request)
            messages.info(request, _("您较长时间没有操作，已自动退出。请重新登录后继续。"))
        else:
            session[SEEN] = now


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: object) -> None:
    """Let the age of a session begin when somebody signs in."""
    _begin(request.session, time.time())


def _begin(session: SessionBase, now: float) -> None:
    session[BEGUN] = session[SEEN] = now


def _over(session: SessionBase, now: float, *, is_official: bool) -> bool:
    idle = parameter("session_idle_minutes_official" if is_official else "session_idle_minutes")
    return bool(now - session[SEEN] > idle * 60 or now - session[BEGUN] > parameter("session_longest_hours") * 3600)
