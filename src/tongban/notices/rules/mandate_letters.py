"""What the two sides of a mandate are told, in plain words: who, for whom, until when, and what to do next."""

from __future__ import annotations

from tongban.parties.rules.views import MandateView

PRINCIPAL, AGENT = "principal", "agent"
PLACE = "“我的空间—授权”"

# By what was done and by whom it is read. Who did it themselves is told only what they might not have wanted.
_LETTERS = {
    ("give", AGENT): (
        "{principal}请您替他（她）办事",
        "{principal}要授权给您，{until}。请到{place}同意或者谢绝；同意之前不生效。",
    ),
    ("ask", PRINCIPAL): (
        "{agent}请求替您办事",
        "{agent}请求您授权，{until}。如果不是您认识并且信任的人，请到{place}谢绝；您同意之前，对方看不到您的任何信息。",
    ),
    ("accept", PRINCIPAL): (
        "授权已生效：{agent}可以替您办事",
        "授权给{agent}，{until}。对方做的每一件事都会记在{place}，您随时可以收回。",
    ),
    ("accept", AGENT): ("授权已生效：您可以替{principal}办事", "{until}。请用您自己的账号办理，不要使用对方的密码。"),
    ("record", PRINCIPAL): (
        "窗口登记了您的纸质授权：{agent}可以替您办事",
        "{recorder}于窗口登记了您签字的授权委托书，授权给{agent}，{until}。"
        "如果不是您本人的意思，请马上拨打 12345 或者到窗口收回。",
    ),
    ("record", AGENT): (
        "窗口登记了{principal}给您的授权",
        "{recorder}登记了纸质授权，{until}。还需要您同意的，请到{place}同意。",
    ),
    ("decline", PRINCIPAL): ("给{agent}的授权没有生效", "有一方谢绝了这份授权，它没有生效。"),
    ("decline", AGENT): ("{principal}的授权没有生效", "有一方谢绝了这份授权，它没有生效。"),
    ("revoke", PRINCIPAL): (
        "给{agent}的授权已经结束",
        "从现在起，{agent}不能再替您办事，也看不到您的办件和证照；已经办的事不受影响。",
    ),
    ("revoke", AGENT): (
        "{principal}的授权已经结束",
        "从现在起，您不能再替{principal}办事；手里还有原件的，请尽快归还。",
    ),
    ("ending", PRINCIPAL): (
        "给{agent}的授权快到期了",
        "授权给{agent}，{until}。还需要对方代办的，请到{place}重新授权。",
    ),
    ("ending", AGENT): ("{principal}的授权快到期了", "{until}。还要继续代办的，请对方重新授权。"),
}


def mandate_letter(what: str, mandate: MandateView, side: str) -> tuple[str, str] | None:
    """Return subject and body for a side of a mandate, None when it hears nothing of this."""
    if what == "accept" and not mandate.in_force and mandate.waits_for:
        return None
    letter = _LETTERS.get((what, side))
    if letter is None:
        return None
    until = f"从 {mandate.starts_on} 起" + (f"到 {mandate.ends_on} 止" if mandate.ends_on else "，到收回为止")
    words = {
        "principal": mandate.principal_name,
        "agent": f"{mandate.agent_authority}{mandate.agent_name}",
        "until": until,
        "place": PLACE,
        "recorder": mandate.recorded_by,
    }
    return letter[0].format(**words), letter[1].format(**words)
