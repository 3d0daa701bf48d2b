"""Which of several things of the applicant the application is about: a flat, a project, a child."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import choose_things
from tongban.cases.queries.things import NAMES, things_of_case
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.portal.apply.pages import way_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def things(request: HttpRequest, number: str) -> HttpResponse:
    """Ask which one where there are several, and fill the form in with what is known of it."""
    way, caller = way_of(request, number), actor(request)
    offered = things_of_case(caller, number)
    if not offered:
        return redirect("portal:group", number=number, group=1)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        chosen = {domain: request.POST.get(f"thing-{domain}", "")[:60] for domain in offered}
        errors = [(f"#thing-{domain}", _("请选择一处。")) for domain, one in chosen.items() if not one]
        if not errors:
            try:
                choose_things(number=number, things=chosen, actor=caller, at=now())
                messages.success(request, _("已按您选的填好，请核对。"))
                return redirect("portal:group", number=number, group=1)
            except BadInput as refused:
                errors = [(f"#{key}", in_words(problem)) for key, problem in refused.errors.items()]
    rows = [
        (
            domain,
            _(NAMES.get(domain, "")),
            held,
            request.POST.get(f"thing-{domain}", way.case.raw.things.get(domain, "")),
        )
        for domain, held in offered.items()
    ]
    context = {"way": way, "case": way.case, "place": 1, "rows": rows, "errors": errors}
    return render(request, "portal/apply/things.html", context, status=422 if errors else 200)
