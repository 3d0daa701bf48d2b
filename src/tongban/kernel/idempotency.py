"""Every write that comes over HTTP is done once: the same key gives the same answer."""

import contextlib
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, Refusal


class KeyReused(Refusal):
    """The key was used before for another request."""


class KeyMalformed(BadInput):
    """The key is missing, or is what no key may be."""


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

    `caller` separates one person's or system's keys from another's. Raises KeyMalformed, KeyReused
    when the key belongs to a different request, and whatever `work` raises; a refusal keeps no answer, and of what was
    written only what it `leaves`.
    """
    if not 8 <= len(key) <= 80 or not key.isprintable():
        raise KeyMalformed({"Idempotency-Key": _("请提供 8 到 80 个可见字符的幂等键")})
    kept = _kept(caller, key, print_of)
    if kept is not None:
        return kept[0]
    try:
        with transaction.atomic():
            try:
                answer, refused = work(), None
            except Refusal as refusal:
                if not refusal.leaves:
                    raise
                answer, refused = None, refusal
            if refused is None:
                _keep(caller, key, print_of, answer)
        if refused is not None:
            raise refused
        return answer
    except (IntegrityError, Refusal) as failure:
        # A twin of this request may have been faster; its answer is this one's answer too.
        kept = _kept(caller, key, print_of)
        if kept is not None:
            return kept[0]
        raise failure


def _keep(caller: str, key: str, print_of: str, answer: Any) -> None:
    """Keep the answer, the last that its transaction says, and commit in the same round trip.

    Until it ends others wait for what the work holds, as for the series of an authority's documents: so nothing stands
    between the two. A block within another does not commit.
    """
    commits = not connection.savepoint_ids
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with connection.connection.pipeline() if commits else contextlib.nullcontext():
            cursor.execute(_KEEP, [caller, key, print_of, json.dumps(answer)])
            if commits:
                connection.connection.execute("COMMIT", prepare=False)


def _kept(caller: str, key: str, print_of: str) -> tuple[Any] | None:
    """Return the answer kept for the key in a tuple, for it may be nothing itself; None where none is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [caller, key])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != print_of:
        raise KeyReused(_("这个幂等键已用于另一个请求，请换一个新的键"))
    return (json.loads(row[1]),)


# Each write over HTTP passes here twice: said in SQL, because building a query costs more than running this one.
_FIND = "SELECT fingerprint, answer::text FROM kernel_idempotent_answer WHERE caller = %s AND key = %s"
_KEEP = "INSERT INTO kernel_idempotent_answer (caller, key, fingerprint, answer) VALUES (%s, %s, %s, %s::jsonb)"
