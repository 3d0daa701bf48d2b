"""A write is done once for each idempotency key: the same key gives the same answer."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja.params.models import Header
from ninja.responses import Status
from pydantic import BaseModel

from tongban.api.callers import caller
from tongban.api.shapes.base import Shape
from tongban.kernel.idempotency import fingerprint
from tongban.kernel.idempotency import once as once_ever


def _header() -> Any:
    # ninja keeps a parameter's default in the object itself, so each sort of key has its own.
    return Header(
        ...,
        alias="Idempotency-Key",
        min_length=8,
        max_length=80,
        pattern="^[!-~]+$",
        description="8 to 80 visible characters; the same key gives the same answer, once.",
    )


Key = Annotated[str, _header()]
OptionalKey = Annotated[str, _header()]


def once(
    request: HttpRequest,
    key: str,
    sent: BaseModel | bytes,
    work: Callable[[], Shape],
    *,
    status: int = 200,
) -> Status[Any]:
    """Do the work and keep its answer with its status, or give the answer kept for the key.

    With an empty key the work is just done. Raises KeyReused when the key was sent with another body or to another
    address, and whatever the work raises; a refusal is not kept.
    """
    if not key:
        return Status(status, work())
    body = sent if isinstance(sent, bytes) else json.dumps(sent.model_dump(mode="json"), sort_keys=True)
    kept = once_ever(
        caller=_name(request),
        key=key,
        print_of=fingerprint(request.method or "", request.path, body),
        work=lambda: {"status": status, "body": work().model_dump(mode="json")},
    )
    return Status(kept["status"], kept["body"])


def _name(request: HttpRequest) -> str:
    actor = caller(request)
    who = f"account:{actor.account_id}" if actor.client_system_id is None else f"system:{actor.client_system_id}"
    return f"api:{who}"
