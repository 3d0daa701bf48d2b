"""Scene 2 and 3: the company's agent applies; the window returns it once for correction, and accepts it."""

from __future__ import annotations

import re
from typing import Any

from tongban.cli.story.play import Play, need
from tongban.cli.story.script import PASSWORD, bad_exhibit, exhibit
from tongban.cli.story.visitor import Page, StepFailed, Visitor

TRUTH = {"truth": "yes"}


def scene(story: Play) -> None:
    """Draft, leave, come back on a telephone, upload, submit, be returned once, correct, be accepted."""
    draft(story)
    _return_on_a_phone(story)
    _upload(story)
    _submit(story)
    _strangers(story)
    story.days.pass_(1)
    _correct(story)
    story.days.pass_(1)
    _accept(story)


def draft(story: Play) -> None:
    """Start the application, see what is prefilled, fill in a little and leave."""
    agent, script = story.visitor("applicant"), story.script
    page = agent.get(f"{story.seen['guide']}apply")
    form = page.form("/apply")
    if "applicant" not in form.values:
        found = re.search(r'name="applicant"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="applicant"', page.html)
        form.values["applicant"] = [next(filter(None, found.groups()))] if found else []
    page = agent.submit(form)
    found = re.search(r"/applications/([^/]+)/1/", page.url)
    if not found:
        raise StepFailed(f"没有开始申请：{page.url} {page.text[:200]}")
    story.number = found.group(1)
    filled = {key: value for form in page.forms for key, value in form.values.items()}
    name = filled.get("applicant_name", [""])[0]
    if not name or "库" not in page.text:
        raise StepFailed("申请单位没有从信息库预填")
    story.tick(f"经办人登录，申请 {story.number} 已预填“{name}”等信息并标明来源")
    keys = script.facts["draft"]["keys"]
    fill(story, agent, page, only=keys, leave=True)
    story.tick("先填几项，保存草稿离开")


def _return_on_a_phone(story: Play) -> None:
    phone = Visitor(story.address, phone=True)
    phone.sign_in(story.script.username("applicant"), PASSWORD)
    story.people["applicant"] = phone
    need(phone.get(f"/my/cases/{story.number}/"), "草稿")
    page = phone.get(f"/applications/{story.number}/1/")
    for _page in range(20):
        if re.search(r"/applications/[^/]+/\d+/$", page.url) is None:
            break
        before = page.url
        page = fill(story, phone, page)
        if page.url == before:
            raise StepFailed(f"表单没有通过：{page.text[:300]}")
    story.tick("换手机回来，草稿还在，填完全部问题")


def fill(story: Play, agent: Visitor, page: Page, only: list[str] | None = None, leave: bool = False) -> Page:
    """Answer the questions of one page, all of them or `only` some, and go on or leave."""
    answers = story.script.answers(story.days.day)
    form = next(f for f in page.forms if re.search(r"/applications/[^/]+/\d+/$", f.action))
    said: dict[str, Any] = {}
    for key, value in answers.items():
        if f'name="{key}"' in page.html and (only is None or key in only):
            said[key] = [str(v) for v in value] if isinstance(value, list) else _text(value)
    said["go"] = "leave" if leave else "next"
    return agent.submit(form, said)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _upload(story: Play) -> None:
    agent = story.visitor("applicant")
    url = f"/applications/{story.number}/materials"
    for bad in story.script.facts["bad_files"]:
        name, data, media = bad_exhibit(bad)
        page = give(story, bad["material"], (name, data, media))
        if page.status not in (413, 422):
            raise StepFailed(f"伪装或过大的文件 {name} 没有被拒绝（{page.status}）")
    story.tick("伪装的、类型不对的、过大的文件都被拒收，并说明原因")
    for paper in story.script.facts["files"]:
        need(give(story, paper["material"], exhibit(paper)), paper["name"])
    need(agent.get(url), *[paper["name"] for paper in story.script.facts["files"]])
    story.tick(f"上传 {len(story.script.facts['files'])} 份材料，营业执照等政府已有的不用提交")


def give(story: Play, material: str, file: tuple[str, bytes, str]) -> Page:
    """Upload a file for one material. Raises StepFailed when the page does not ask for it."""
    agent = story.visitor("applicant")
    page = agent.get(f"/applications/{story.number}/materials")
    for form in page.forms:
        if form.values.get("material") == [material] and "file" in form.files:
            return agent.submit(form, files={"file": file})
    raise StepFailed(f"没有材料 {material} 的上传表单")


def _submit(story: Play) -> None:
    agent = story.visitor("applicant")
    page = agent.get(f"/applications/{story.number}/review")
    form = page.form("/review")
    need(agent.submit(form, TRUTH), story.number)
    again = agent.submit(form, TRUTH)
    if again.status >= 500 or "已提交" not in story.my_case().text:
        raise StepFailed("重复提交没有得到同样的回答")
    receipt = agent.download(story.my_case().link("/documents/"))
    if not receipt.startswith(b"%PDF"):
        raise StepFailed("没有收到接收凭证")
    story.tick(f"提交成功，得到编号 {story.number} 和带二维码的接收凭证（PDF，{len(receipt) // 1024} KB）")


def _strangers(story: Play) -> None:
    stranger = story.visitor("stranger")
    for path in (f"/my/cases/{story.number}/", f"/office/cases/{story.number}/"):
        if stranger.get(path).status not in (403, 404):
            raise StepFailed("无关的人看到了别人的办件")
    story.tick("无关的人查不到这件申请")


def _correct(story: Play) -> None:
    facts = story.script.facts["correction"]
    need(story.visitor("clerk").get("/office/"), story.number, "工作日")
    values: dict[str, Any] = {"note": facts["note"]}
    for item in facts["items"]:
        code = item.get("material_code") or item["field"]
        values |= {
            f"pick-{code}": "on",
            f"problem-{code}": item["problem"],
            f"requirement-{code}": item["requirement"],
        }
    story.verb("clerk", "return_for_correction", values)
    story.tick(f"窗口人员一次性告知 {len(facts['items'])} 项补正，附补正告知书")
    agent = story.visitor("applicant")
    need(story.my_case(), facts["items"][0]["problem"])
    for paper in facts["files"]:
        give(story, paper["material"], exhibit(paper))
    for key, value in facts["answers"].items():
        _answer_again(story, agent, key, value)
    page = agent.get(f"/applications/{story.number}/review")
    agent.submit(page.form("/review"), TRUTH)
    need(story.my_case(), "已提交")
    story.tick("申请人按清单补正，重新提交")


def _answer_again(story: Play, agent: Visitor, key: str, value: str) -> None:
    for group in range(1, 20):
        page = agent.get(f"/applications/{story.number}/{group}/")
        if page.status != 200:
            break
        if f'name="{key}"' in page.html:
            form = next(f for f in page.forms if re.search(r"/applications/[^/]+/\d+/$", f.action))
            agent.submit(form, {key: value, "go": "next"})
            return
    raise StepFailed(f"表单里找不到 {key}")


def _accept(story: Play) -> None:
    story.verb("clerk", "accept", {"note": story.script.facts["acceptance"]["note"]})
    due = story.days.after(int(story.seen["promised_days"]))
    story.seen["due_on"] = due.isoformat()
    need(story.my_case(), "已受理", f"{due.month}月{due.day}日")
    second = story.visitor("second_clerk")
    path = f"/office/cases/{story.number}/accept/"
    if "受理" not in second.get(path).text:
        raise StepFailed("第二位窗口人员没有得到说明")
    story.tick(f"窗口受理，受理通知书写明 {due.month}月{due.day}日前办结；第二位窗口人员再受理时被告知已有人办理")
