"""Where a department's system sends people: whether they agree that it knows them, and the way back to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal.httpkit import add_query_params
from allauth.idp.oidc.forms import AuthorizationForm
from allauth.idp.oidc.views import AuthorizationView
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from tongban.kernel.clock import now
from tongban.parties.actions import consent_to_sign_in
from tongban.parties.queries import consented, system_of_client
from tongban.parties.rules.sign_in import SIGN_IN_SCOPES
from tongban.web.doorkeeper import actor, public
from tongban.web.refusals import not_found
from tongban.web.templatetags.ui import in_language


class Authorize(AuthorizationView):
    """The consent page. Every system proves by PKCE that the code comes back to who asked (RFC 7636, S256 only)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for consent, or go on at once where the same was agreed to before."""
        quiet = "none" in request.GET.get("prompt", "").split() and request.user.is_authenticated
        if quiet:
            # Ours to answer: the library takes what was granted to any system for a grant to this one.
            asked = request.GET.copy()
            del asked["prompt"]
            vars(request)["GET"] = asked
            request.META["QUERY_STRING"] = asked.urlencode()
        answer: HttpResponse = super().get(request, *args, **kwargs)
        if not isinstance(answer, TemplateResponse):
            if answer.status_code == HTTPStatus.OK:
                answer.status_code = HTTPStatus.BAD_REQUEST  # the page that says what the system did wrong
            return answer
        if system_of_client(self._request_info["client_id"]) is None:
            return not_found(request, reason=_("这个系统的登录接入已停用，请联系该系统的主管部门。"))
        if self._request_info.get("code_challenge_method") != "S256":
            return self._back(error="invalid_request", error_description="code_challenge with S256 is required")
        before = consented(actor(request).account_id or 0, self._request_info["client_id"])
        # What comes from our own sign-in form may not lead to another site (form-action): it stops at the page.
        comes_from_us = request.headers.get("Sec-Fetch-Site") == "same-origin"
        if set(self._scopes) <= before and (quiet or not comes_from_us):
            form = self._form({"request": "agreed", "scopes": self._scopes})
            return self.form_valid(form) if form.is_valid() else self._back(error="invalid_scope")
        if quiet:
            return self._back(error="consent_required")
        return answer

    def form_valid(self, form: AuthorizationForm) -> HttpResponse:
        """Keep the consent, then send the person back with the code."""
        consent_to_sign_in(
            client_id=self._request_info["client_id"],
            scopes=form.cleaned_data["scopes"],
            actor=actor(self.request),
            at=now(),
        )
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the system, its authority, and what it asks to know."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        system, authority = system_of_client(self._request_info["client_id"]) or ("", None)
        before = consented(actor(self.request).account_id or 0, self._request_info["client_id"])
        asked = [(scope, SIGN_IN_SCOPES[scope], scope in before) for scope in SIGN_IN_SCOPES if scope in self._scopes]
        return context | {"system": system, "authority": in_language(authority), "asked": asked}

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """Let the page's form lead back to the system, and nowhere else."""
        answer: HttpResponse = super().render_to_response(context, **response_kwargs)
        there = urlsplit(self._request_info.get("redirect_uri") or "")
        if there.scheme in ("http", "https"):
            vars(answer)["_csp_update"] = {"form-action": [f"{there.scheme}://{there.netloc}"]}
        return answer

    def _form(self, data: dict[str, Any]) -> AuthorizationForm:
        return self.form_class(data=data, user=self.request.user, requested_scopes=self._scopes)

    def _back(self, **said: str) -> HttpResponse:
        """Send the person back without a code; the address was checked when the page was made."""
        if state := self._request_info.get("state"):
            said["state"] = state
        answer = HttpResponse(status=HTTPStatus.FOUND)
        answer["Location"] = add_query_params(self._request_info["redirect_uri"], said)
        return answer


authorize = public(Authorize.as_view())
