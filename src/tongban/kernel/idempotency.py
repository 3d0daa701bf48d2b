"""Every write that comes over HTTP is done once: the same key gives the same answer."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, Refusal
from tongban.kernel.models import IdempotentAnswer


class KeyReused(Refusal):
    """The key was used before for another request."""


def fingerprint(*parts: bytes | str) -> str:
    """Return the SHA-256 of a request's parts, each framed by its length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def once(*, caller: str, key: str, print_of: str, work: Callable[[], Any]) -> Any:
    """Do the work and keep its answer (JSON) in one transaction, or return the answer kept before.

    `caller` separates one person's or system's keys from another's. Raises BadInput for a malformed key, KeyReused
    when the key belongs to a different request, and whatever `work` raises; a refusal keeps no answer.
    """
    if not 8 <= len(key) <= 80 or not key.isprintable():
        raise BadInput({"Idempotency-Key": _("请提供 8 到 80 个可见字符的幂等键")})
    kept = _kept(caller, key, print_of)
    if kept is not None:
        return kept.answer
    try:
        with transaction.atomic():
            answer = work()
            IdempotentAnswer.objects.create(caller=caller, key=key, fingerprint=print_of, answer=answer)
            return answer
    except (IntegrityError, Refusal) as failure:
        # A twin of this request may have been faster; its answer is this one's answer too.
        kept = _kept(caller, key, print_of)
        if kept is not None:
            return kept.answer
        raise failure


def _kept(caller: str, key: str, print_of: str) -> IdempotentAnswer | None:
    kept = IdempotentAnswer.objects.filter(caller=caller, key=key).first()
    if kept is not None and kept.fingerprint != print_of:
        raise KeyReused(_("这个幂等键已用于另一个请求，请换一个新的键"))
    return kept
