"""What Django makes for who reads pages: a session, an account, messages. Programs are known by token (tongban.api).

So no cookie is looked at for a call of the API, and what is not used there is not made.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as AccountsOfDjango
from django.contrib.messages.middleware import MessageMiddleware as MessagesOfDjango
from django.contrib.sessions.middleware import SessionMiddleware as SessionsOfDjango
from django.http import HttpRequest


class _ForPages:
    """Lets a call of the API pass by."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith("/api/"):
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(_ForPages, SessionsOfDjango):
    """Open the session that the cookie names."""


class AuthenticationMiddleware(_ForPages, AccountsOfDjango):
    """Say whose session it is."""


class MessageMiddleware(_ForPages, MessagesOfDjango):
    """Keep what the next page is to say."""
