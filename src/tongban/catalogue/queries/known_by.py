"""Finding an implementation by the codes that people know it by."""

from __future__ import annotations

from django.db.models import CharField, Func, Q


class _NoCode(Func):
    """The empty text, written into the statement."""

    template = "''"
    output_field = CharField()


def known_by(code: str) -> Q:
    """Return what is true of the implementation with this 实施编码 or, where it has one, this local code.

    The index of local codes knows only those that there are. The database trusts it only where the statement itself
    says that no code is meant to be empty: of a parameter it knows nothing when it plans once for all, and would go
    through every item of the city for one.
    """
    return Q(task_code=code) | Q(local_code=code) & ~Q(local_code=_NoCode())
