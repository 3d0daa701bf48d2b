"""What helps those who handle a case: what government knows beside what the applicant said."""

from django.http import HttpRequest

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.idempotent import Key, once
from tongban.api.shapes.base import Links
from tongban.api.shapes.bodies import Nothing
from tongban.api.shapes.desk import CheckedSources
from tongban.cases import actions
from tongban.kernel import clock

calls = Calls("cases 办件")


@calls.write("POST", "/cases/{number}/sources", rule=TOKEN, answer=CheckedSources)
def check_sources(request: HttpRequest, number: CaseNumber, key: Key, body: Nothing = Nothing()) -> CheckedSources:
    """Hold the answers of an open case against the registers and the applicant's licences in force.

    The look-up is logged, and its subject can read it.
    """

    def work() -> CheckedSources:
        lines = actions.check_sources(number=number, actor=caller(request), at=clock.now())
        return CheckedSources.model_validate({"lines": lines, "links": Links(self=case_href(number))})

    return once(request, key, body, work)  # type: ignore[return-value]
