"""Who signs in, for tests against a server that listens: what they do is stored, not rolled back."""

import datetime as dt

import httpx
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.parties.factories import make_account, make_authority, make_organisation, make_person
from tongban.parties.actions import IssuedClient, register_sign_in_client
from tongban.parties.models import Account
from tongban.parties.rules.actor import SYSTEM

# A busy machine is no failure: by itself the client gives up after five seconds.
PATIENCE_SECONDS = 300.0
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def holder(username: str = "mai") -> Account:
    """Return the account of somebody who was confirmed at a window and heads a company."""
    person = make_person("麦欣苒", assurance=2)
    make_organisation(legal_representative_person=person)
    return make_account(username, person=person)


def system(redirect_uri: str, *scopes: str) -> IssuedClient:
    """Register a department's system."""
    return register_sign_in_client(
        authority_id=make_authority(name_en="Qinghe Pension Bureau").pk,
        key="pension",
        name="养老保险网上大厅",
        redirect_uris=[redirect_uri],
        scopes=scopes,
        actor=SYSTEM,
        at=NOW,
    )


def browser_of(account: Account, site: str) -> httpx.Client:
    """Return a browser in which the account has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return client_of(site, sessionid=session.session_key or "")


def client_of(site: str, **cookies: str) -> httpx.Client:
    """Return a browser that waits."""
    return httpx.Client(base_url=site, cookies=cookies, timeout=PATIENCE_SECONDS)
