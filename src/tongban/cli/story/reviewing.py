"""Scene 4: two authorities review side by side; an expert review pauses the clock for exactly its working days."""

import datetime as dt

from tongban.cli.story.play import Play, need
from tongban.cli.story.visitor import StepFailed


def scene(story: Play) -> None:
    """Open the reviews, suspend on a lawful ground, resume, and give both opinions."""
    facts = story.script.facts["suspension"]
    story.verb("lead_reviewer", "open_reviews", {})
    need(story.visitor("joint_reviewer").get("/office/"), story.number)
    story.tick("承办部门分送审查，市政工程和交警同时收到")
    days = int(facts["days"])
    story.verb(
        facts["asked_by"],
        "suspend",
        {"kind": facts["kind"], "days": str(days), "reason": facts["reason"]},
    )
    need(story.my_case(), "专家评审")
    story.tick(f"启动专家评审（行政许可法第四十五条），书面告知需 {days} 个工作日，计时暂停")
    story.days.pass_(days)
    story.verb(facts["asked_by"], "resume", {"result": facts["result"]})
    before = dt.date.fromisoformat(story.seen["due_on"])
    due = story.days.calendar.add(before, days).day
    story.seen["due_on"] = due.isoformat()
    need(story.my_case(), f"{due.month}月{due.day}日")
    story.tick(f"评审结束恢复计时，办结日恰好顺延 {days} 个工作日：{before:%m-%d} → {due:%m-%d}")
    for opinion in story.script.facts["opinions"]:
        story.verb(
            opinion["by"],
            "give_opinion",
            {"step_code": opinion["step"], **{key: opinion[key] for key in ("opinion", "text", "conditions")}},
        )
    page = story.visitor("lead_reviewer").get(f"/office/cases/{story.number}/")
    if "有条件同意" not in page.text:
        raise StepFailed("审查意见没有显示")
    story.tick("两个部门都提出了审查意见")
