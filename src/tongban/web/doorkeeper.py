"""Who may open which page: each view says so itself, and what says nothing stays shut."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web import refusals

View = Callable[..., HttpResponseBase]


class Admits(enum.Enum):
    """Whom a view lets in."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    OFFICIALS = "officials"
    STAFF = "staff"
    OWN_RULE = "own_rule"
    """The view checks its callers itself (the API by token, an office page by the case)."""


@dataclass(frozen=True, slots=True)
class AccessRule:
    """Whom a view admits; with duties, officials who hold one of them today."""

    admits: Admits
    duties: frozenset[DutyKind] = frozenset()


# Routes of packages, which cannot carry our decorators: by URL name, then by namespace.
DECLARED_NAMES = {
    "metrics": Admits.OWN_RULE,
    "account_login": Admits.EVERYBODY,
    "account_logout": Admits.EVERYBODY,
    "account_inactive": Admits.EVERYBODY,
    "account_signup": Admits.EVERYBODY,
    "account_reauthenticate": Admits.SIGNED_IN,
    "account_email": Admits.SIGNED_IN,
    "account_email_verification_sent": Admits.EVERYBODY,
    "account_confirm_email": Admits.EVERYBODY,
    "account_confirm_login_code": Admits.EVERYBODY,
    "account_change_password": Admits.SIGNED_IN,
    "account_set_password": Admits.SIGNED_IN,
    "account_reset_password": Admits.EVERYBODY,
    "account_reset_password_done": Admits.EVERYBODY,
    "account_reset_password_from_key": Admits.EVERYBODY,
    "account_reset_password_from_key_done": Admits.EVERYBODY,
    "mfa_authenticate": Admits.EVERYBODY,
    "mfa_index": Admits.SIGNED_IN,
    "mfa_reauthenticate": Admits.SIGNED_IN,
    "mfa_activate_totp": Admits.SIGNED_IN,
    "mfa_deactivate_totp": Admits.SIGNED_IN,
    "mfa_view_recovery_codes": Admits.SIGNED_IN,
    "mfa_generate_recovery_codes": Admits.SIGNED_IN,
    "mfa_download_recovery_codes": Admits.SIGNED_IN,
    "mfa_list_webauthn": Admits.SIGNED_IN,
    "mfa_add_webauthn": Admits.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Admits.SIGNED_IN,
    "mfa_remove_webauthn": Admits.SIGNED_IN,
    "mfa_edit_webauthn": Admits.SIGNED_IN,
    "mfa_login_webauthn": Admits.EVERYBODY,
}
# "oidc": a system proves itself by its secret or token, a person is sent to sign in by the page itself.
DECLARED_NAMESPACES = {"admin": Admits.OWN_RULE, "api": Admits.OWN_RULE, "oidc": Admits.OWN_RULE}


def public(view: View) -> View:
    """Admit everybody to the view."""
    return _declare(view, AccessRule(Admits.EVERYBODY))


def signed_in(view: View) -> View:
    """Admit who has signed in; others are sent to the sign-in page and back."""
    return _declare(view, AccessRule(Admits.SIGNED_IN))


def official(*duties: DutyKind) -> Callable[[View], View]:
    """Admit officials in service; with duties named, those who hold one of them today."""
    return lambda view: _declare(view, AccessRule(Admits.OFFICIALS, frozenset(duties)))


def _declare(view: View, rule: AccessRule) -> View:
    vars(view)["access_rule"] = rule
    return view


def rule_of(view: View, url_name: str | None, namespaces: list[str]) -> AccessRule | None:
    """Return the rule of a route, None when it has declared none."""
    own = getattr(view, "access_rule", None)
    if isinstance(own, AccessRule):
        return own
    for namespace in namespaces:
        if namespace in DECLARED_NAMESPACES:
            return AccessRule(DECLARED_NAMESPACES[namespace])
    if not namespaces and url_name in DECLARED_NAMES:
        return AccessRule(DECLARED_NAMES[url_name])
    return None


class RuleMissing(RuntimeError):
    """A route that has not said whom it admits."""


class DoorkeeperMiddleware:
    """Give each request its actor, hold each view's rule, keep private pages out of caches, answer refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        vars(request)["actor"] = SimpleLazyObject(lambda: _actor(request))
        response = self.get_response(request)
        if response.status_code == 405 and not request.path.startswith("/api/"):
            allowed = response.headers.get("Allow", "")
            response = refusals.wrong_method(request)
            response.headers["Allow"] = allowed
        if not response.has_header("Cache-Control"):
            rule = getattr(request, "access_rule", None)
            if rule is None or rule.admits is not Admits.EVERYBODY or request.user.is_authenticated:
                response.headers["Cache-Control"] = "no-store"
            else:
                patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the request in, send it to the sign-in page, or refuse it."""
        match = request.resolver_match
        rule = rule_of(view, match.url_name if match else None, match.namespaces if match else [])
        if rule is None:
            raise RuleMissing(f"{request.path}: the view declares no access rule")
        vars(request)["access_rule"] = rule
        if rule.admits in (Admits.EVERYBODY, Admits.OWN_RULE):
            return None
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)  # a part of a page cannot become the sign-in page
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(refusals.way_back(request))}")
        if rule.admits is Admits.OFFICIALS and not _serves(actor(request), rule.duties):
            return refusals.forbidden(request)
        if rule.admits is Admits.STAFF and not request.user.is_staff:
            return refusals.forbidden(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn what an action or query refuses into the page that says why and what to do next."""
        return None if request.path.startswith("/api/") else refusals.of_exception(request, exception)


def actor(request: HttpRequest) -> Actor:
    """Return who asks, for the actions and queries."""
    found: Actor = vars(request)["actor"]
    return found


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return Actor(name="访客")
    return actor_of(request.user, source="web")


def _serves(caller: Actor, duties: frozenset[DutyKind]) -> bool:
    if caller.official_id is None:
        return False
    return not duties or any(held.kind in duties for held in caller.duties)
