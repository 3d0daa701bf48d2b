"""The outside systems that vouch for people: the province's unified identity, and a device that checks faces."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tongban.kernel.secrets import secret

# The one provider's part in addresses: /accounts/outside/province/login/.
PROVIDER_ID = "province"
OUR_CLAIMS = {"number": "id_number", "kind": "id_kind", "name": "name", "level": "real_name_level"}
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def social_providers(environ: Mapping[str, str], home: pathlib.Path) -> dict[str, Any]:
    """Return SOCIALACCOUNT_PROVIDERS: the provider that the environment names, nothing where it names none.

    The client's secret is TONGBAN_OIDC_CLIENT_SECRET, read as `kernel.secrets` reads all of them. Raises
    ImproperlyConfigured when a part is missing, or when what is said could be changed on its way.
    """
    issuer = environ.get("TONGBAN_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    try:
        where = urlsplit(issuer)
    except ValueError:
        raise ImproperlyConfigured("TONGBAN_OIDC_ISSUER is no address") from None
    if where.scheme != "https" and where.hostname not in _ON_THIS_MACHINE:
        raise ImproperlyConfigured("TONGBAN_OIDC_ISSUER must be an https address")
    client_id = environ.get("TONGBAN_OIDC_CLIENT_ID", "")
    client_secret = secret("TONGBAN_OIDC_CLIENT_SECRET", home, "oidc-client-secret", "", environ=environ)
    if not client_id or not client_secret:
        raise ImproperlyConfigured("TONGBAN_OIDC_ISSUER needs TONGBAN_OIDC_CLIENT_ID and the client's secret")
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": environ.get("TONGBAN_OIDC_SCOPES", "openid profile id_number").split(),
            "APPS": [
                {
                    "provider_id": PROVIDER_ID,
                    "name": environ.get("TONGBAN_OIDC_NAME", "省统一身份认证"),
                    "client_id": client_id,
                    "secret": client_secret,
                    "settings": {"server_url": issuer, "claims": claim_names(environ.get("TONGBAN_OIDC_CLAIMS", ""))},
                }
            ],
        }
    }


def claim_names(written: str) -> dict[str, str]:
    """Return under which names the provider tells number, kind, name and level ("number=cert_no name=user_name")."""
    told = dict(each.partition("=")[::2] for each in written.split())
    if not told.keys() <= OUR_CLAIMS.keys():
        raise ImproperlyConfigured(f"TONGBAN_OIDC_CLAIMS knows only {', '.join(sorted(OUR_CLAIMS))}")
    return OUR_CLAIMS | told
