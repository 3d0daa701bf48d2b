"""The way of handling: to promise in place of proofs, and what to hand in later; both texts are shown whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import promise, promise_later, take_ordinary_way
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.portal.apply.pages import Way, way_of

PROMISE, ORDINARY = "promise", "ordinary"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def promises(request: HttpRequest, number: str) -> HttpResponse:
    """Show what may be promised, take what the reader chose and signed, and go on to the materials."""
    way = way_of(request, number)
    if not way.promises.offers_anything:
        raise NotFound(_("这件申请没有需要选择的办理方式。"))
    errors: list[tuple[str, str]] = []
    chosen = PROMISE if way.promises.promise and way.promises.promise.signed else ORDINARY
    later = set(way.promises.later)
    if request.method == "POST":
        chosen, later = request.POST.get("way", ORDINARY), set(request.POST.getlist("later"))
        errors = _unsigned(request, way, chosen, later)
        if not errors:
            try:
                _sign(way, chosen, sorted(later), actor(request), request.POST.get("version", ""))
                return redirect(way.materials_url)
            except BadInput as refused:
                errors = [("#sign", in_words(problem)) for problem in refused.errors.values()]
            except NotAllowedNow as refused_now:
                errors = [("", in_words(refused_now.reason))]
    context = {
        "way": way,
        "case": way.case,
        "promises": way.promises,
        "place": len(way.groups) + 1,
        "back_url": way.group_url(len(way.groups)),
        "chosen": chosen,
        "later": later,
        "errors": errors,
    }
    return render(request, "portal/apply/promises.html", context, status=422 if errors else 200)


def _unsigned(request: HttpRequest, way: Way, chosen: str, later: set[str]) -> list[tuple[str, str]]:
    errors = []
    if chosen == PROMISE and not _promised(way) and request.POST.get("promise_read") != "yes":
        errors.append(("#promise_read", _("请阅读告知和承诺的全部内容，并勾选签署。")))
    if later - way.promises.later and request.POST.get("later_read") != "yes":
        errors.append(("#later_read", _("请阅读容缺受理的告知和承诺，并勾选签署。")))
    return errors


def _sign(way: Way, chosen: str, later: list[str], caller: Actor, version: str) -> None:
    number, at = way.case.number, now()
    if chosen == PROMISE and not _promised(way):
        promise(number=number, version=version, actor=caller, at=at)
    elif chosen != PROMISE and _promised(way):
        take_ordinary_way(number=number, actor=caller, at=at)
    offer = way.promises.deferral
    spared = (
        {each.code for each in way.promises.promise.replaces} if chosen == PROMISE and way.promises.promise else set()
    )
    wanted = [code for code in later if code not in spared]
    if offer is not None and set(wanted) != way.promises.later:
        promise_later(number=number, version=offer.version, materials=wanted, actor=caller, at=at)


def _promised(way: Way) -> bool:
    return way.promises.promise is not None and way.promises.promise.signed is not None
