"""Who calls: a person or a system by a token; and whom each operation admits."""

import functools

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from tongban.api.problems import ScopeMissing, TokenRefused
from tongban.kernel import clock
from tongban.kernel.allowances import take_by, take_from
from tongban.parties.actions.note_token_use import note_token_use
from tongban.parties.queries import actor_of_token
from tongban.parties.rules.actor import Actor

SOURCE = "api"
READ, ACT = "read", "act"
_SAFE = ("GET", "HEAD", "OPTIONS")


class AccessToken(AuthBase):
    """The rule of an operation: a token is required, or a call without one is a visitor's."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token of a person or a system: tb_… (scopes: read, act)"

    def __init__(self, *, required: bool) -> None:
        super().__init__()
        self.required = required

    def __call__(self, request: HttpRequest) -> Actor:
        """Return who calls. Raises TokenRefused, ScopeMissing, TooOften; a bad token is refused on public calls too."""
        header = request.headers.get("Authorization")
        if header is None:
            if self.required:
                raise TokenRefused(_("请在 Authorization 头里提供访问令牌：Bearer tb_…"))
            take_from("public_api", request.META)
            return Actor(name="访客", source=SOURCE)
        scheme, _space, raw = header.strip().partition(" ")
        found = actor_of_token(raw.strip(), SOURCE, at=clock.now()) if scheme.lower() == "bearer" else None
        if found is None:
            take_from("public_api", request.META)
            raise TokenRefused(_("访问令牌无效、已撤销或已过期，请重新签发"))
        of_system = found.client_system_id is not None
        asker = f"system:{found.client_system_id}" if of_system else f"account:{found.account_id}"
        take_by("token", asker, request.META)
        scope = READ if request.method in _SAFE else ACT
        if self.required and not found.allows(scope):
            raise ScopeMissing(_("这个访问令牌没有“%(scope)s”用途，请换用或重新签发") % {"scope": scope})
        if found.token_id is not None:
            _note(found.token_id, clock.today().toordinal())
        return found


TOKEN = AccessToken(required=True)
PUBLIC = AccessToken(required=False)


def caller(request: HttpRequest) -> Actor:
    """Return who calls, as the operation's rule found."""
    found: Actor = request.auth  # type: ignore[attr-defined]
    return found


@functools.lru_cache(maxsize=4096)
def _note(token_id: int, day: int) -> None:
    """Note the use of a token, once a day in this process."""
    note_token_use(token_id=token_id, on=clock.today())
