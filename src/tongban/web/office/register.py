"""At the window: find the item, take down who stands there, and take the application in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import register as take_in
from tongban.catalogue.queries import ImplementationView, find, implementation
from tongban.catalogue.rules.forms import groups_of, read_answers
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import enrol_party
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.id_kind import LONGEST_WRITTEN, IdKindField
from tongban.web.language import in_words, to_simplified
from tongban.web.office.checklist import checklist
from tongban.web.office.forms.base import OccurredField
from tongban.web.office.window import visitor_of
from tongban.web.once import once
from tongban.web.rows import posted, row_button
from tongban.web.situations import asked, questions_of

CHANNELS = [
    ("window", gettext_lazy("窗口收件")),
    ("phone", gettext_lazy("电话收件")),
    ("kiosk", gettext_lazy("自助终端")),
    ("agent", gettext_lazy("帮办代办")),
]
PURPOSES = [
    ("new", gettext_lazy("新办")),
    ("renewal", gettext_lazy("延续")),
    ("change", gettext_lazy("变更")),
    ("reissue", gettext_lazy("补证")),
    ("surrender", gettext_lazy("注销")),
]
LONGEST_QUERY = 100
AGENT = {"id_kind": "agent_id_kind", "code": "agent", "name": "agent_name", "phone": "agent_phone"}
APPLICANT = {"id_kind": "id_kind", "code": "code", "name": "name", "phone": "phone"}


class WhoForm(forms.Form):
    """Who applies and who stands there, as the identity card and the business licence say."""

    code = forms.CharField(
        label=gettext_lazy("申请人证件号码"),
        max_length=LONGEST_WRITTEN,
        help_text=gettext_lazy("个人填身份证件号码，单位填统一社会信用代码。"),
    )
    id_kind = IdKindField(label=gettext_lazy("申请人证件种类"), help_text=gettext_lazy("申请人是单位的不用选。"))
    name = forms.CharField(label=gettext_lazy("申请人姓名"), max_length=100, required=False)
    phone = forms.CharField(
        label=gettext_lazy("申请人手机号码"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("个人第一次来时填写。"),
    )
    agent = forms.CharField(
        label=gettext_lazy("经办人证件号码"),
        max_length=LONGEST_WRITTEN,
        required=False,
        help_text=gettext_lazy("单位申请或者委托他人办理时填写，请核对授权书和身份证件原件。"),
    )
    agent_id_kind = IdKindField(label=gettext_lazy("经办人证件种类"))
    agent_name = forms.CharField(label=gettext_lazy("经办人姓名"), max_length=100, required=False)
    agent_phone = forms.CharField(label=gettext_lazy("经办人手机号码"), max_length=20, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("收件渠道"), choices=CHANNELS, initial="window")
    occurred_at = OccurredField(help_text=gettext_lazy("只在事后补录时填写：受理答复期限从实际收到材料之日起计算。"))
    purpose = forms.ChoiceField(label=gettext_lazy("办理类型"), choices=PURPOSES, initial="new", required=False)
    about_licence = forms.CharField(
        label=gettext_lazy("证照标识"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("延续、变更、补证、注销时填写，原来的申请内容会自动带出。"),
    )
    mock = forms.BooleanField(label=gettext_lazy("模拟办理：没有法律效力，之后可以转为正式申请"), required=False)

    def __init__(self, data: Any = None, initial: dict[str, str] | None = None) -> None:
        super().__init__(
            data, initial=initial, prefix="who", auto_id="%s", label_suffix="", use_required_attribute=False
        )


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def register(request: HttpRequest) -> HttpResponse:
    """Choose the item, then take the application in; what is wrong is told at its field and nothing is kept."""
    code = request.GET.get("item", "")[:60]
    if not code:
        typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        found = find(to_simplified(typed)) if typed else None
        return render(request, "office/register_find.html", {"q": typed, "found": found})
    whole = implementation(code)
    situation = asked(whole, request.POST if request.method == "POST" else request.GET)
    item = whole.in_situation(situation)
    if request.method != "POST":
        return _page(request, item, WhoForm(initial=_known(request)), {}, {}, {}, situation)
    form = WhoForm(request.POST)
    answers = read_answers(item.form, posted(request))
    copies = {m.code: request.POST.get(f"copies-{m.code}", "").strip() for m in item.materials if m.carrier == "file"}
    errors = {f"copies-{key}": _("请填写份数") for key, typed in copies.items() if typed and not _is_number(typed)}
    if (pressed := row_button(request)) is not None:
        return _page(request, item, WhoForm(initial=request.POST.dict()), answers, copies, {}, situation, pressed.table)
    if errors or not form.is_valid():
        return _page(request, item, form, answers, copies, errors, situation)
    caller, papers = actor(request), {key: int(typed) for key, typed in copies.items() if typed}
    try:
        number = once(request, lambda: _taken_in(item, form.cleaned_data, answers, papers, situation, caller))
    except BadInput as refused:
        for key, problem in refused.errors.items():
            field = "code" if key == "applicant" else key
            if field in form.fields and key not in answers:
                form.add_error(field, in_words(problem))
            else:
                errors[f"copies-{key}" if key in copies else key] = in_words(problem)
        return _page(request, item, form, answers, copies, errors, situation)
    messages.success(request, _("已收件，收件回执已生成。请把材料扫描上传。"))
    return redirect("office:hand-in", number=number)


def _known(request: HttpRequest) -> dict[str, str]:
    """Return what the card said that was read before the item was chosen."""
    visitor = visitor_of(request)
    return {"code": visitor.code, "name": visitor.name, "phone": visitor.phone} if visitor is not None else {}


def _taken_in(
    item: ImplementationView,
    who: dict[str, Any],
    answers: dict[str, Any],
    papers: dict[str, int],
    situation: dict[str, str],
    caller: Actor,
) -> str:
    at = now()
    applicant = _party(who, APPLICANT, caller)
    parties = {f"{applicant.kind}_id": applicant.id}
    if who["agent"]:
        agent = _party(who, AGENT, caller)
        if agent.kind != "person":
            raise BadInput({"agent": _("经办人必须是个人，请填写公民身份号码")})
        parties["agent_person_id"] = agent.id
    done = take_in(
        task_code=item.code,
        answers=answers,
        papers=papers,
        situation=situation,
        channel=who["channel"],
        purpose=who["purpose"] or "new",
        about_licence=who["about_licence"],
        occurred_at=who["occurred_at"],
        mock=who["mock"],
        actor=caller,
        at=at,
        **parties,
    )
    return done.number


def _party(who: dict[str, Any], fields: dict[str, str], caller: Actor) -> Any:
    try:
        return enrol_party(**{key: who[field] for key, field in fields.items()}, actor=caller, at=now())
    except BadInput as refused:
        raise BadInput({fields.get(key, key): told for key, told in refused.errors.items()}) from refused


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 3


def _page(
    request: HttpRequest,
    item: ImplementationView,
    form: WhoForm,
    answers: dict[str, Any],
    copies: dict[str, str],
    errors: dict[str, str],
    situation: dict[str, str],
    more: str = "",
) -> HttpResponse:
    groups = [
        (group, [(field, answers.get(field.key), errors.get(field.key, "")) for field in group.fields])
        for group in groups_of(item.form)
    ]
    papers = [
        (line, copies.get(line.material.code, ""), errors.get(f"copies-{line.material.code}", ""))
        for line in checklist(item, visitor_of(request))
    ]
    told = [
        (f"#who-{name}" if name in form.fields else "", str(each)) for name in form.errors for each in form.errors[name]
    ]
    told += [(f"#{key}", problem) for key, problem in errors.items()]
    context = {
        "item": item,
        "form": form,
        "groups": groups,
        "answers": answers,
        "problems": errors,
        "more": more,
        "papers": papers,
        "errors": told,
        "situation": questions_of(item, situation),
    }
    return render(request, "office/register.html", context, status=422 if told else 200)
