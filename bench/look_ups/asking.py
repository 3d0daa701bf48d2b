"""Both ways to look an enterprise up: by our action, and by the statements that carry its rows, sent bare."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tongban.kernel.clock import now
from tongban.parties.rules.actor import SYSTEM
from tongban.sharing.actions import look_up
from tongban.sharing.models import LegalPersonRecord, LookUp, RegisterField

REGISTER = "legal-persons"
# Of a look-up: what reads the rows, and what keeps the trace.
_CARRYING = (f'FROM "{LegalPersonRecord._meta.db_table}"', f"INSERT INTO {LookUp._meta.db_table} ")


class Asking:
    """Some enterprises of the register, and what their look-ups send."""

    def __init__(self, each: int) -> None:
        records = LegalPersonRecord.objects.filter(register__key=REGISTER).order_by("pk")
        self.enterprises = records.count()
        step = max(1, self.enterprises // each)
        first = records.values_list("pk", flat=True)[0]
        spread = records.filter(pk__in=range(first, first + step * each, step))
        self.codes = list(spread.values_list("subject_code", flat=True))
        fields = RegisterField.objects.filter(register__key=REGISTER, element__startswith="org.")
        self.elements = sorted(fields.values_list("element", flat=True))
        self.queries = 0
        self._sent = {code: self._taken(code) for code in self.codes}

    def ours(self, code: str) -> Any:
        """Look an enterprise up."""
        return look_up(
            subject_code=code, elements=self.elements, actor=SYSTEM, purpose="审查申请", case_number="", at=now()
        )

    def bare(self, code: str) -> None:
        """Send the statements alone."""
        with connection.cursor() as cursor:
            for sql, values in self._sent[code]:
                cursor.execute(sql, values)
                if cursor.description:
                    cursor.fetchall()

    def _taken(self, code: str) -> list[tuple[str, Any]]:
        """Look the enterprise up once, and return those of its statements that carry the rows."""
        sent: list[tuple[str, Any]] = []

        def take(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            sent.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(take):
            found = self.ours(code)
        if not found.known:
            raise RuntimeError("the register knows nothing of one of its enterprises")
        self.queries = len(sent)
        return [(sql, params) for sql, params in sent if any(each in sql for each in _CARRYING)]
