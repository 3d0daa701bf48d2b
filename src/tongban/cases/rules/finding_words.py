"""What is told of a way around a material: what was found and where, or why not and what to do now.

Applicants and officials read the same sentences, so none says whose the material is.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from tongban.cases.rules.resolving import (
    ASSISTANCE,
    FAILED,
    LAPSED,
    LICENCE,
    NOT_NEEDED,
    PROMISE,
    SHARED,
    SPACE,
    Attempt,
)
from tongban.kernel.clock import ZONE


def told(attempt: Attempt) -> str:
    """Return one sentence for an attempt, in the reader's language."""
    words = {"source": attempt.source, "day": attempt.as_of.isoformat() if attempt.as_of else ""}
    if attempt.outcome == FAILED:
        asked = attempt.at.astimezone(ZONE).strftime("%H:%M") if attempt.at else ""
        return _("%(source)s：%(time)s 查询失败，可以再查一次，或者上传") % {**words, "time": asked}
    return _SENTENCES[attempt.path](attempt) % words


def _not_needed(attempt: Attempt) -> str:
    return _("这项材料已经取消，不用提交")


def _promise(attempt: Attempt) -> str:
    return {
        ("chosen", ""): _("已承诺，免交"),
        ("chosen", "later"): _("已承诺在受理以后补交"),
        ("offered", ""): _("可以书面承诺代替，不用提交"),
        ("offered", "later"): _("可以承诺在受理以后补交"),
        ("not_found", "excluded"): _("因信用记录，现在不能以承诺代替"),
    }[attempt.outcome, attempt.reason]


def _licence(attempt: Attempt) -> str:
    if attempt.satisfies:
        return _("电子证照库里有：%(source)s（%(day)s 起有效），不用提交")
    if attempt.reason in LAPSED:
        return {
            "suspended": _("证照库里的%(source)s已被暂扣"),
            "expired": _("证照库里的%(source)s已于 %(day)s 到期"),
            "revoked": _("证照库里的%(source)s已被撤销"),
            "cancelled": _("证照库里的%(source)s已注销"),
        }.get(attempt.reason, _("证照库里的%(source)s已经失效"))
    return {
        "no_licence": _("电子证照库里没有“%(source)s”"),
        "no_type": _("“%(source)s”还没有电子证照"),
        "not_verified": _("身份还没有核实，不能调取“%(source)s”；核实以后可以再查"),
    }[attempt.reason]


def _shared(attempt: Attempt) -> str:
    if attempt.satisfies:
        if attempt.reason == "stale":
            return _("%(source)s里有，数据截至 %(day)s，可能不是最新的；不用提交")
        return _("%(source)s里有，数据截至 %(day)s，不用提交")
    return {
        "not_connected": _("“%(source)s”还没有接通"),
        "no_register": _("“%(source)s”还没有可以查询的信息库"),
        "no_record": _("%(source)s里没有查到记录"),
        "no_value": _("%(source)s里有记录，但没有这项内容"),
        "several": _("%(source)s里有多条，请先选择是哪一处"),
        "needs_case": _("%(source)s要在提交以后由办理部门查询"),
        "not_verified": _("身份还没有核实，不能查询%(source)s；核实以后可以再查"),
    }[attempt.reason]


def _assistance(attempt: Attempt) -> str:
    return {
        "offered": _("可以请%(source)s出具，不用提交") if attempt.source else _("可以请有关部门出具，不用提交"),
        "chosen": _("已请%(source)s出具，正在等候；不用提交"),
        "found": _("%(source)s已于 %(day)s 出具，不用提交"),
        "not_found": _("%(source)s不能出具，请上传"),
    }[attempt.outcome]


def _space(attempt: Attempt) -> str:
    if attempt.satisfies:
        return _("已用空间里的“%(source)s”")
    return {
        "": _("空间里有“%(source)s”（%(day)s），可以直接用"),
        "old": _("空间里有“%(source)s”（%(day)s），时间较久，请看看还能不能用"),
        "ends_soon": _("空间里有“%(source)s”（%(day)s），快到期了"),
    }[attempt.reason]


def _upload(attempt: Attempt) -> str:
    return {
        "uploaded": _("已上传：%(source)s"),
        "to_upload": _("请上传"),
        "may_upload": _("可以上传；不上传的，由办理部门核验"),
    }[attempt.reason]


_SENTENCES = {
    NOT_NEEDED: _not_needed,
    PROMISE: _promise,
    LICENCE: _licence,
    SHARED: _shared,
    ASSISTANCE: _assistance,
    SPACE: _space,
    "upload": _upload,
}
