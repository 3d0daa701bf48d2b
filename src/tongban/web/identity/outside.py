"""Signing in through the province's unified identity: what it says is read here and judged by the action."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render

from tongban.kernel.clock import now
from tongban.parties.actions import OutsideSignInRefused, sign_in_from_outside
from tongban.parties.rules.sign_in import outside_identity


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Let in whom the provider names, by the account of that person; nobody signs up here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: an account is opened by the action, behind a person, or not at all."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Take what the provider says out of what will be stored: the number stands with the person only."""
        told, sociallogin.account.extra_data = sociallogin.account.extra_data, {}
        vars(sociallogin)["told"] = told
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or open the account of whom the provider names; what is refused is told on a page."""
        told: dict[str, Any] = vars(sociallogin).get("told", {})
        signed, asked = told.get("id_token") or {}, told.get("userinfo") or {}
        # Userinfo that is about somebody else than the token may not be believed (OpenID Connect Core 1.0, 5.3.2).
        believed = signed | asked if signed.get("sub") == asked.get("sub", signed.get("sub")) else {}
        names = sociallogin.provider.app.settings["claims"]
        try:
            account = sign_in_from_outside(
                provider=sociallogin.provider.app.provider_id,
                identity=outside_identity(believed, names),
                linked_account_id=sociallogin.user.pk if sociallogin.is_existing else None,
                at=now(),
            )
        except OutsideSignInRefused as refused:
            context = {"reason": refused.reason}
            page = render(request, "socialaccount/authentication_error.html", context, status=409)
            raise ImmediateHttpResponse(page) from refused
        if not sociallogin.is_existing:
            sociallogin.user = account
            sociallogin.save(request, connect=True)
