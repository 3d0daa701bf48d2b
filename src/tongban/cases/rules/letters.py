"""What the applicant is told after each step, in the words of the service and without anything private."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


_LETTERS = {
    "submit": ("已收到您的申请", "我们将在 {due} 前告知您是否受理，或一次性告知需要补正的全部内容。"),
    "return_for_correction": ("您的申请需要补正", "请在 {due} 前按补正告知书逐项补正并提交。"),
    "correct": ("已收到您的补正", "我们将在 {due} 前告知您是否受理。"),
    "accept": ("您的申请已受理", "预计 {due} 前作出决定；受理通知书可在办件页面下载。"),
    "register": ("已收到您的申请", "我们将在 {due} 前告知您是否受理，或一次性告知需要补正的全部内容。"),
    "deem_accepted": (
        "您的申请视为受理",
        "我们没有在规定期限内告知您，依法自收到材料之日起受理；预计 {due} 前作出决定。",
    ),
    "propose_refusal": ("您的申请正由主管部门核定", "窗口已提请主管部门决定是否受理，我们将在 {due} 前告知您。"),
    "refuse_acceptance": ("您的申请未予受理", "{words}。有权机关和救济途径见决定书，可在办件页面下载。"),
    "suspend": ("您的办件启动特别程序", "特别程序所需时间依法不计入办理期限；预计 {due} 前作出决定。"),
    "resume": ("您的办件恢复计时", "特别程序已结束，预计 {due} 前作出决定。"),
    "recompute": ("办理期限随放假安排调整", "放假安排公布后，办理期限重新计算，最迟为 {due}。"),
    "decide": ("您的申请已有决定", "决定书可在办件页面下载；结果将在 {due} 前送达。"),
    "deliver": ("结果已送达", "请在“我的空间”查收；欢迎评价本次服务。"),
    "withdraw": ("申请已撤回", "您可以随时重新申请。"),
    "ask_to_withdraw": ("已收到您的撤回申请", "审查部门确认后此件不再办理；确认之前，办理照常进行。"),
    "confirm_withdrawal": ("撤回已确认", "此件不再办理，您可以随时重新申请。"),
    "decline_withdrawal": ("撤回申请没有被同意", "{words}。办理照常进行。"),
    "terminate": ("您的申请已终止办理", "{words}。终止通知书可在办件页面下载；条件具备后可以随时重新申请。"),
    "void": (
        "您的办件因登记有误作废",
        "原因见作废说明，可在办件页面下载。您的申请不受影响，需要继续办理的请联系窗口。",
    ),
}


def letter_for(verb: str, *, number: str, subject: str, due_on: dt.date | None, words: str = "") -> Letter | None:
    """Return the letter for a step, None for steps that the applicant need not hear of.

    `words` are what the authority wrote for the applicant: why a case ends, and what to do instead.
    """
    if verb not in _LETTERS:
        return None
    title, text = _LETTERS[verb]
    due = f"{due_on.month}月{due_on.day}日" if due_on else "规定期限"
    return Letter(
        f"{title}：{subject}", f"办件 {number}（{subject}）：{text.format(due=due, words=words.rstrip('。'))}"
    )
