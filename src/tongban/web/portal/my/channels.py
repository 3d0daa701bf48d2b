"""By which channels messages come beside the box."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongban.kernel.errors import BadInput
from tongban.notices.actions import set_preference
from tongban.notices.queries import channel_choices
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words

NAMES = {
    "email": gettext_lazy("电子邮件"),
    "sms": gettext_lazy("短信"),
    "wecom": gettext_lazy("企业微信群机器人"),
    "dingtalk": gettext_lazy("钉钉群机器人"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def channels(request: HttpRequest) -> HttpResponse:
    """Show the channels and turn one on or off; a wrong address is told at its field."""
    wrong, typed, problem = "", "", ""
    if request.method == "POST":
        key, typed = request.POST.get("channel", "")[:20], request.POST.get("address", "").strip()[:200]
        try:
            set_preference(
                channel=key, enabled=request.POST.get("enabled") == "yes", address=typed, actor=actor(request)
            )
        except BadInput as refused:
            wrong, problem = key, in_words(next(iter(refused.errors.values())))
        else:
            messages.success(request, _("接收方式已保存。"))
            return redirect("portal:channels")
    rows = [
        (
            one,
            NAMES.get(one.key, one.key),
            typed if one.key == wrong else one.address,
            problem if one.key == wrong else "",
        )
        for one in channel_choices(actor(request))
    ]
    rows.sort(key=lambda row: list(NAMES).index(row[0].key) if row[0].key in NAMES else len(NAMES))
    fields = {one.key: "address" if one.asks_address else "channel" for one, *_rest in rows}
    errors = [(f"#{fields[wrong]}-{wrong}" if wrong in fields else "", problem)] if problem else []
    context = {"rows": rows, "tab": "account", "errors": errors}
    return render(request, "portal/my/channels.html", context, status=422 if problem else 200)
