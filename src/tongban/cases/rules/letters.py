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
    "supply_deferred": ("已收到您补交的材料", "补交的容缺材料已收到，可在办件页面查看还缺什么。"),
    "lapse_deferred": (
        "容缺材料逾期没有补交",
        "您承诺后补的材料没有在期限内补交，将按容缺受理通知书写明的后果处理，并已记入信用记录。",
    ),
    "extend": ("您的办件依法延期", "延长的理由和新的办理期限见延期告知书，可在办件页面下载。"),
    "tell_of_hearing": ("您可以申请听证", "听证事项和申请期限见听证告知书；请在期限内到办件页面申请。"),
    "convene_hearing": (
        "您的办件将举行听证",
        "日期、时间和地点见听证通知书，可在办件页面下载。听证所需时间不计入办理期限。",
    ),
    "hold_hearing": ("听证已举行", "听证笔录可在办件页面下载；办理期限恢复计算，预计 {due} 前作出决定。"),
    "resume": ("您的办件恢复计时", "特别程序已结束，预计 {due} 前作出决定。"),
    "decide": ("您的申请已有决定", "决定书可在办件页面下载；结果将在 {due} 前送达。"),
    "transfer": ("您的办件已移送其他机关", "{words}。办理期限连续计算，您不必重新提交；告知单可在办件页面下载。"),
    "deem_renewed": (
        "您的延续申请视为准予",
        "证照有效期届满前没有作出决定，依法视为准予延续；决定书可在办件页面下载，新证照随即制作。",
    ),
    "charge": ("请缴纳费用", "缴费通知书可在办件页面下载，缴费方式和缴款码见办件页面。缴费不影响办理期限。"),
    "pay": ("已收到您的缴费", "收据号码见办件页面。"),
    "refund": ("已为您退费", "退费金额见办件页面。"),
    "dispatch": ("结果已经发出", "领取方式见办件页面：窗口领取请出示页面上的取件码，邮寄的可以看到快递单号。"),
    "revoke": ("您的许可已被撤销", "理由、依据和救济途径见撤销决定书，可在办件页面下载。"),
    "cancel": ("您的许可已注销", "理由和依据见注销决定书，可在办件页面下载。"),
    "enter_challenge": ("已登记复议或诉讼", "复议、诉讼期间决定不停止执行，另有决定的除外。"),
    "conclude_challenge": ("复议或诉讼已有结果", "结果和后续办理见办件页面。"),
    "redo": ("您的申请重新办理", "按照复议或诉讼的结果重新办理，我们将在 {due} 前答复您。"),
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


def lamps_letter(*, yellow: int, red: int, held: bool) -> Letter:
    """Return the letter to officials of whose cases so many have newly been warned of, or are newly overdue."""
    counted = [f"{red} 件已超期"] * bool(red) + [f"{yellow} 件即将到期"] * bool(yellow)
    whose = "您承办的办件" if held else "本机关尚无承办人的办件"
    said = "、".join(counted)
    return Letter(f"时限提醒：{said}", f"{whose}中，新增{said}。请到收件箱按时限状态查看并尽快办理。")


def taking_over(*, number: str, subject: str, reason: str) -> Letter:
    """Return the letter to the official who takes a case over."""
    return Letter(f"办件移送给您：{subject}", f"办件 {number}（{subject}）移送给您接办。理由：{reason}")


def reminder(*, number: str, subject: str, material: str, due_on: dt.date) -> Letter:
    """Return the letter that reminds of a deferred material before its day."""
    due = f"{due_on.month}月{due_on.day}日"
    return Letter(
        f"请补交容缺材料：{subject}",
        f"办件 {number}（{subject}）：您承诺后补的“{material}”须在 {due} 前补交，可在办件页面上传。",
    )


_FOUND = {
    "verified": ("承诺核查通过", "您所作的告知承诺经核查属实。"),
    "breached": (
        "承诺核查没有通过",
        "核查发现您所作的告知承诺不实，已记入信用记录；主管部门将依法处理，您可以向其陈述、申辩。",
    ),
}


def verification_letter(state: str, *, case: str, subject: str) -> Letter | None:
    """Return what the applicant hears of the check of a promise, None while it is open."""
    if state not in _FOUND:
        return None
    title, text = _FOUND[state]
    return Letter(f"{title}：{subject}", f"办件 {case}（{subject}）：{text}")
