"""Beginning an application: for oneself, or for a person or an organisation that has given a mandate."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import draft
from tongban.cases.queries.things import things_of_case
from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.situations import unanswered
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.once import once
from tongban.web.situations import asked, questions_of

MYSELF = "person"
PRINCIPAL = "person:"


@dataclass(frozen=True, slots=True)
class Applicant:
    """One for whom the reader may apply for this item."""

    value: str
    name: str
    masked_code: str
    organisation: bool
    principal: bool = False

    @property
    def organisation_id(self) -> int | None:
        """Return the organisation that it is for, as `draft` takes it."""
        return int(self.value) if self.organisation else None

    @property
    def principal_id(self) -> int | None:
        """Return the person whom the reader acts for; nobody when it is for the reader."""
        return int(self.value.removeprefix(PRINCIPAL)) if self.principal else None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for whom, then start the draft and go to its first page."""
    item = catalogue.implementation(code)
    caller = actor(request)
    applicants, ways = applicants_for(item, caller), catalogue.variants(item.code)
    error, chosen = "", applicants[0].value if len(applicants) == 1 else ""
    # The guide hands over what was answered there.
    situation = asked(item, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        chosen = request.POST.get("applicant", "")
        if unanswered(item.situations, situation):
            error = _("请回答每一个问题，系统会按回答列出需要的材料。")
        elif who := next((each for each in applicants if each.value == chosen), None):
            begun = who

            def start() -> str:
                return draft(
                    task_code=item.code,
                    actor=caller,
                    at=now(),
                    organisation_id=begun.organisation_id,
                    principal_id=begun.principal_id,
                    situation=situation,
                    mock=request.POST.get("mock") == "yes",
                    variant=request.POST.get("variant", "")[:30],
                )

            try:
                # The first page shows what was filled in already, to be checked, even where nothing is missing.
                number = once(request, start)
                if things_of_case(caller, number):
                    return redirect("portal:things", number=number)
                return redirect("portal:group", number=number, group=1)
            except BadInput as refused:
                error = refused.reason
        else:
            error = _("请选择为谁申请。")
    answer = {"item": item, "ways": ways, "applicants": applicants, "chosen": chosen, "error": error}
    answer["situation"] = questions_of(item, situation)
    return render(request, "portal/apply/start.html", answer, status=422 if error else 200)


def applicants_for(item: ImplementationView, caller: Actor) -> list[Applicant]:
    """Return those for whom the reader may apply for the item, in the order in which they are offered."""
    found: list[Applicant] = []
    for party in parties_of(caller):
        if _may_apply(item, caller, party):
            organisation = party.kind == "organisation"
            principal = not organisation and party.id != caller.person_id
            value = str(party.id) if organisation else f"{PRINCIPAL}{party.id}" if principal else MYSELF
            found.append(Applicant(value, party.name, party.masked_code, organisation, principal))
    return found


def _may_apply(item: ImplementationView, caller: Actor, party: PartyView) -> bool:
    wanted = "company" if party.kind == "organisation" else "person"
    return wanted in item.audience and caller.may_act_for(party.kind, party.id, item.code)
