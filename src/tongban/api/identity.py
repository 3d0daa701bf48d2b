"""How surely we know who somebody is, and which systems sign people in through us."""

from collections.abc import Callable
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.shapes import identity as shapes
from tongban.api.shapes.bodies import Nothing
from tongban.kernel import clock
from tongban.kernel.errors import NotFound
from tongban.parties import actions, queries
from tongban.parties.actions import IssuedClient

calls = Calls("identity 身份")

CheckKey = Annotated[str, Path(max_length=32, pattern="^[A-Za-z0-9_-]+$", description="the key of a face check")]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@calls.get("/me/identity", rule=TOKEN, answer=shapes.Identity, refuses=(404,))
def read_identity(request: HttpRequest) -> shapes.Identity:
    """Tell who the caller's account stands for, and the real-name level."""
    actor = caller(request)
    if actor.person_id is None:
        raise NotFound(_("没有可以核验的个人身份。"))
    person = queries.person(actor.person_id)
    return shapes.Identity(
        name=person.name,
        id_kind=person.id_kind,
        masked_number=person.masked_code,
        real_name_level=person.assurance,
    )


@calls.write("POST", "/me/face-checks", rule=TOKEN, answer=shapes.FaceCheck, status=201, refuses=(404,))
def begin_face_check(request: HttpRequest, body: Nothing, key: Key) -> Status[shapes.FaceCheck]:
    """Begin a face check of the caller; the camera waits at `url`."""

    def back_to(check: str) -> str:
        return settings.PUBLIC_URL + reverse("portal:face-check", args=[check])

    def work() -> shapes.FaceCheck:
        begun = actions.begin_face_check(return_to=back_to, actor=caller(request), at=clock.now())
        return shapes.FaceCheck.model_validate(begun)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/me/face-checks/{check}/end", rule=TOKEN, answer=shapes.FaceCheck)
def end_face_check(request: HttpRequest, check: CheckKey, body: Nothing, key: Key) -> Status[shapes.FaceCheck]:
    """Ask what became of a face check; use a new key to ask again while `outcome` is ""."""

    def work() -> shapes.FaceCheck:
        ended = actions.end_face_check(key=check, actor=caller(request), at=clock.now())
        return shapes.FaceCheck.model_validate(ended)

    return once(request, key, body, work)


@calls.get("/me/sign-in-consents", rule=TOKEN, answer=shapes.Consents)
def list_sign_in_consents(request: HttpRequest) -> shapes.Consents:
    """List what the caller's account lets other systems know."""
    return _consents(request)


@calls.write("POST", "/me/sign-in-consents/{consent}/revoke", rule=TOKEN, answer=shapes.Consents)
def revoke_sign_in(request: HttpRequest, consent: Id, body: Nothing, key: Key) -> Status[shapes.Consents]:
    """Take back what a system may know; its tokens end at once."""

    def work() -> shapes.Consents:
        actions.revoke_sign_in(consent_id=consent, actor=caller(request), at=clock.now())
        return _consents(request)

    return once(request, key, body, work)


@calls.get("/sign-in-locks", rule=TOKEN, answer=shapes.SignInLocks)
def list_sign_in_locks(request: HttpRequest) -> shapes.SignInLocks:
    """List the accounts that wrong passwords locked, as far as the caller may unlock them."""
    return _locks(request)


@calls.write("POST", "/sign-in-locks/{lock}/end", rule=TOKEN, answer=shapes.SignInLocks)
def unlock_sign_in(request: HttpRequest, lock: Id, body: Nothing, key: Key) -> Status[shapes.SignInLocks]:
    """Let an account sign in by password again before its time is over."""

    def work() -> shapes.SignInLocks:
        actions.unlock_sign_in(sign_in_lock_id=lock, actor=caller(request), at=clock.now())
        return _locks(request)

    return once(request, key, body, work)


@calls.get("/sign-in-clients", rule=TOKEN, answer=shapes.SignInClients)
def list_sign_in_clients(request: HttpRequest) -> shapes.SignInClients:
    """List the systems of the authorities that the caller administers."""
    return _clients(request)


@calls.write("POST", "/sign-in-clients", rule=TOKEN, answer=shapes.IssuedClient, status=201, refuses=(404,))
def register_sign_in_client(
    request: HttpRequest, body: shapes.RegisterSignInClient, key: Key
) -> Status[shapes.IssuedClient]:
    """Let a system of an authority sign people in; the secret is told in this answer only."""
    return _issued(
        request,
        key,
        body,
        lambda: actions.register_sign_in_client(
            authority_id=queries.authority(body.authority).id,
            key=body.key,
            name=body.name,
            redirect_uris=body.redirect_uris,
            scopes=body.scopes,
            actor=caller(request),
            at=clock.now(),
        ),
        status=201,
    )


@calls.write("POST", "/sign-in-clients/{client}/secret", rule=TOKEN, answer=shapes.IssuedClient)
def renew_sign_in_secret(request: HttpRequest, client: Id, body: Nothing, key: Key) -> Status[shapes.IssuedClient]:
    """Give a system a new secret, told in this answer only; the old one counts no more."""
    return _issued(
        request,
        key,
        body,
        lambda: actions.renew_sign_in_secret(sign_in_client_id=client, actor=caller(request), at=clock.now()),
        status=200,
    )


@calls.write("POST", "/sign-in-clients/{client}/close", rule=TOKEN, answer=shapes.SignInClients)
def close_sign_in_client(request: HttpRequest, client: Id, body: Nothing, key: Key) -> Status[shapes.SignInClients]:
    """Let a system sign nobody in any more; its tokens end at once."""

    def work() -> shapes.SignInClients:
        actions.close_sign_in_client(sign_in_client_id=client, actor=caller(request), at=clock.now())
        return _clients(request)

    return once(request, key, body, work)


def _locks(request: HttpRequest) -> shapes.SignInLocks:
    locks = queries.sign_in_locks(caller(request), clock.now())
    return shapes.SignInLocks(results=[shapes.SignInLock.model_validate(lock) for lock in locks])


def _issued(
    request: HttpRequest,
    key: str,
    body: shapes.RegisterSignInClient | Nothing,
    issue: Callable[[], IssuedClient],
    *,
    status: int,
) -> Status[shapes.IssuedClient]:
    fresh: list[IssuedClient] = []

    def work() -> shapes.IssuedClient:
        # What is kept for a second call does not hold the secret.
        fresh.append(issue())
        return shapes.IssuedClient(id=fresh[0].id, client_id=fresh[0].client_id, secret="")

    answer = once(request, key, body, work, status=status)
    if fresh:
        answer.value["secret"] = fresh[0].secret
    return answer


def _consents(request: HttpRequest) -> shapes.Consents:
    found = queries.sign_in_consents(caller(request))
    return shapes.Consents(results=[shapes.Consent.model_validate(one) for one in found])


def _clients(request: HttpRequest) -> shapes.SignInClients:
    found = queries.sign_in_clients(caller(request))
    return shapes.SignInClients(results=[shapes.SignInClient.model_validate(one) for one in found])
