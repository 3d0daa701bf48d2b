"""Scene 1: a visitor finds the item and sees when the answer would be due."""

from tongban.cli.story.play import Play, need
from tongban.kernel.queries import calendar_of


def scene(story: Play) -> None:
    """Search by a word, another word, pinyin initials, plain words and a wrong character; read the guide."""
    anyone = story.visitor("anyone")
    item = story.script.item()
    name, promised = item["name"], int(item["promised_days"])
    need(anyone.get("/"), "搜索")
    for search in story.script.facts["searches"]:
        need(anyone.get("/search", q=search["query"]), name)
        story.tick(f"搜索“{search['query']}”（{search['how']}）找到《{name}》")
    guide = anyone.get("/search", q=name).link("/items/")
    page = need(anyone.get(guide), name)
    story.seen |= {"guide": guide, "promised_days": str(promised)}
    due = calendar_of("").add(story.days.day, promised).day
    need(page, f"{due.month}月{due.day}日")
    story.tick(f"办事指南写明：今天申请，{due.month}月{due.day}日前答复")
