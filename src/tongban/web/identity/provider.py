"""Tongban as an OpenID provider: what it tells of itself and of people, and with which keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from oauthlib.oauth2.rfc6749.errors import AccessDeniedError

from tongban.parties.queries import claims_of, consented
from tongban.parties.rules.sign_in import SIGN_IN_SCOPES
from tongban.web.identity.keys import signing_keys


class ProviderAdapter(DefaultOIDCAdapter):
    """Tell a system what the person agreed to, as long as they do."""

    scope_display = dict(SIGN_IN_SCOPES)

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return the subject and what the scopes name; AccessDeniedError once the consent is taken back."""
        agreed = consented(user.pk, client.id)
        if not agreed:
            raise AccessDeniedError
        # The token itself goes through the browser of nobody, but stays in logs of systems: it names no number.
        told = agreed.intersection(scopes) if purpose == "userinfo" else frozenset()
        return {"sub": self.get_user_sub(client, user), **claims_of(user.pk, told)}

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Tell what we take: codes and their renewal, four scopes, and no devices without a browser."""
        data["scopes_supported"] = list(SIGN_IN_SCOPES)
        data["grant_types_supported"] = ["authorization_code", "refresh_token"]
        data["response_types_supported"] = ["code"]
        data["claims_supported"] = ["sub", "name", "real_name_level", "id_kind", "id_number", "organisations"]
        data.pop("device_authorization_endpoint", None)

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """Return the keys of this installation."""
        found: list[PrivateKey] = filter_keys(signing_keys(), did_activate=did_activate, is_active=is_active)
        return found
