"""Signing in by password: each try is counted before the password is looked at, on every page that asks for one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tongban.kernel import clock
from tongban.kernel.rules.addresses import client_address
from tongban.parties.actions import SignInLocked, Tried, end_try_in_vain, end_try_well, note_try


class AccountAdapter(DefaultAccountAdapter):
    """Lock out who guesses, by the account and by the address, in the package's place; see `note_try`."""

    _tried: Tried | None = None

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address, as far as our own proxies tell it."""
        return client_address(request.META, settings.PROXIES)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; raises ValidationError where none may be made now."""
        login = str(credentials.get("username") or credentials.get("email") or "")
        user = getattr(request, "user", None)
        inside = user.pk if user is not None and user.is_authenticated else None
        try:
            self._tried = note_try(
                login=login, address=self.get_client_ip(request), session_account_id=inside, at=clock.now()
            )
        except SignInLocked as locked:
            raise ValidationError(locked.reason) from locked

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose password it is; what was tried in vain before is then forgiven."""
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is not None and self._tried is not None:
            end_try_well(tried=self._tried)
        return account

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a new password, and forgive what was tried of the old one: its holder has just proved who they are."""
        super().set_password(user, password)
        end_try_well(tried=Tried((f"account:{user.pk}",), {}))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Lock what was tried once too often, and have its holder told."""
        if self._tried is not None:
            end_try_in_vain(tried=self._tried, at=clock.now())
