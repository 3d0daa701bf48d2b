"""What happens now, and whose turn it is, in a sentence for the applicant."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext, gettext_noop

YOU, WINDOW, AUTHORITY, NOBODY = "you", "window", "authority", "nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """Whose turn it is (you, window, authority, nobody) and what is to happen."""

    turn: str
    sentence: str


_STEPS: dict[str, NextStep] = {
    "draft": NextStep(YOU, gettext_noop("请继续填写申请表、上传材料，然后提交")),
    "submitted": NextStep(WINDOW, gettext_noop("窗口正在核对材料，将告知您是否受理或一次性告知需补正的内容")),
    "pre_review": NextStep(WINDOW, gettext_noop("窗口正在预审材料，将告知您是否受理或一次性告知需补正的内容")),
    "received": NextStep(WINDOW, gettext_noop("窗口已收到材料，将告知您是否受理或一次性告知需补正的内容")),
    "pre_returned": NextStep(YOU, gettext_noop("预审发现需要补正的内容，请逐项补正，然后提交")),
    "correcting": NextStep(YOU, gettext_noop("请按补正告知书逐项补正，然后提交")),
    "accepted": NextStep(AUTHORITY, gettext_noop("已受理，承办部门将分送有关部门审查")),
    "reviewing": NextStep(AUTHORITY, gettext_noop("有关部门正在审查，审查完成后作出决定")),
    "deciding": NextStep(AUTHORITY, gettext_noop("审查意见已齐备，正在作出决定")),
    "granted": NextStep(AUTHORITY, gettext_noop("已准予，正在制作并送达结果")),
    "refused": NextStep(AUTHORITY, gettext_noop("已作出不予许可的决定，正在送达决定书；如不服可依法复议或诉讼")),
    "issued": NextStep(AUTHORITY, gettext_noop("证照已制作，正在送达")),
    "delivered": NextStep(YOU, gettext_noop("结果已送达，请查收；欢迎评价本次服务")),
    "closed": NextStep(NOBODY, gettext_noop("本件已办结")),
    "not_required": NextStep(NOBODY, gettext_noop("此事依法不需要许可，您可以直接办理")),
    "not_accepted": NextStep(NOBODY, gettext_noop("本件未予受理，请查看决定书中的理由和有权机关")),
    "withdrawn": NextStep(NOBODY, gettext_noop("申请已撤回，可以随时重新申请")),
    "terminated": NextStep(NOBODY, gettext_noop("本件已终止办理，理由见终止通知书；条件具备后可以重新申请")),
    "voided": NextStep(NOBODY, gettext_noop("本件因登记有误已作废，理由见作废说明；您的申请不受影响，请联系窗口")),
    "revoked": NextStep(NOBODY, gettext_noop("许可已被撤销，理由和救济途径见撤销决定书")),
    "cancelled": NextStep(NOBODY, gettext_noop("许可已注销")),
}

# The states in which a case waits for its applicant, the most pressing first.
YOUR_TURN = ("correcting", "pre_returned", "draft", "delivered")

_PAUSED = NextStep(AUTHORITY, gettext_noop("正在进行特别程序，所需时间依法不计入办理期限"))


def next_step(state: str, *, paused: bool = False) -> NextStep:
    """Return what happens now in a state, in the reader's language."""
    step = _PAUSED if paused and state in ("reviewing", "deciding") else _STEPS[state]
    return replace(step, sentence=gettext(step.sentence))
