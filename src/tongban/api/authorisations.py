"""What authorities let each other do by list, which is published, and who could take a case over."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber
from tongban.api.shapes import authorisations as shapes
from tongban.api.shapes.base import Body
from tongban.cases.queries import receivers
from tongban.kernel import clock
from tongban.parties import queries

calls = Calls("authorisations 授权书")


class AuthorisationQuery(Body):
    """Which lists to return."""

    kind: Annotated[Literal["", "window", "centralised"], Field(description="one kind only")] = ""


@calls.get("/authorisations", rule=PUBLIC, answer=shapes.Authorisations)
def list_authorisations(request: HttpRequest, asked: Query[AuthorisationQuery]) -> shapes.Authorisations:
    """List the authorisations in force today, the newest first."""
    found = queries.authorisations(kind=asked.kind, on=clock.today())
    return shapes.Authorisations(results=[shapes.Authorisation.model_validate(one) for one in found])


@calls.get("/cases/{number}/receivers", rule=TOKEN, answer=shapes.Receivers)
def list_receivers(request: HttpRequest, number: CaseNumber) -> shapes.Receivers:
    """Tell to which officials and authorities the caller may transfer the case today."""
    able = receivers(caller(request), number, clock.today())
    return shapes.Receivers(
        officials=[shapes.Receiver(id=pk, name=name) for pk, name in able.officials.items()],
        authorities=[shapes.Receiver(id=pk, name=name) for pk, name in able.authorities.items()],
    )
