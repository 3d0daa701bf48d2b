"""Scene 6: the rating, the closed case with its whole timeline, and the proof that nobody changed the journal."""

import re

from tongban.cli.story.play import Play, need, waited_for
from tongban.cli.story.visitor import StepFailed

MESSAGE_PAGES = 20


def scene(story: Play) -> None:
    """Rate, see the case closed, and verify the journal."""
    rating = story.script.facts["rating"]
    agent = story.visitor("applicant")
    page = story.my_case()
    agent.submit(page.form("/rate"), {"level": str(rating["level"]), "text": rating["comment"]})
    need(story.my_case(), "办结", "提交了申请", "受理了申请", "作出了决定", "送达了结果")
    story.tick("申请人评价“非常满意”，办件归档，页面显示全部经过")
    waited_for("给申请人的消息", lambda: _told(story))
    story.tick("申请人收到每一步的消息")
    _verify()
    story.tick("验证日志：没有一条记录被改动")


def _told(story: Play) -> bool:
    """Tell whether a message is about this case's end; others may have come since, on later days."""
    agent = story.visitor("applicant")
    for number in range(1, MESSAGE_PAGES + 1):
        page = agent.get("/my/messages/", page=str(number))
        if story.number not in page.text:
            continue
        links = [link for link in page.links if re.search(r"/my/messages/\d+/$", link)]
        told = [agent.get(link).text for link in links]
        return any("结果已送达" in text and story.number in text for text in told)
    return False


def _verify() -> None:
    from tongban.kernel import outbox
    from tongban.kernel.signing import journal_key
    from tongban.matters.queries.verification import verify_journal

    waited_for("日志入树", lambda: outbox.waiting() == 0)
    verdict = verify_journal(journal_key().vkey)
    if not verdict.whole or not verdict.entries or verdict.waiting:
        raise StepFailed("；".join(verdict.findings) or "日志还有未入树的记录")
