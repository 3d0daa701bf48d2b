"""Scene 5: the decision, the licence, its delivery, and anybody's verification."""

from __future__ import annotations

import re

from tongban.cli.story.play import Play, need
from tongban.cli.story.visitor import Page, StepFailed


def scene(story: Play) -> None:
    """Grant, make the licence, deliver it, verify it by QR and by file, and find one changed byte."""
    facts = story.script.facts
    story.days.pass_(1)
    for role in ("clerk", "lead_reviewer"):
        page = story.visitor(role).get(f"/office/cases/{story.number}/decide/")
        if any(form.action.endswith("/decide/") for form in page.forms):
            raise StepFailed(f"{role} 不应能作出决定（受审分离）")
    story.verb("decider", "decide", {key: facts["decision"][key] for key in ("outcome", "reasons", "conditions")})
    story.tick("决定人（既非收件人也非审查人）准予许可，决定书已制作")
    story.verb("issuer", "issue", {})
    story.verb("issuer", "deliver", {"mode": facts["delivery"]["mode"], "receiver": facts["delivery"]["receiver"]})
    agent = story.visitor("applicant")
    page = need(story.my_case(), "已送达")
    path = page.link("/my/licences/")
    found = re.search(r"/my/licences/([^/]+)/", path)
    if not found:
        raise StepFailed("申请人空间里没有证照")
    identifier = found.group(1)
    story.seen["licence"] = identifier
    file = agent.download(f"/my/licences/{identifier}/file")
    story.tick(f"证照 {identifier} 已制作（PDF/A，签名，二维码，{len(file) // 1024} KB），送达申请人空间")
    anyone = story.visitor("anyone")
    need(anyone.get(f"/verify/{identifier}"), "有效")
    story.tick("任何人扫码都能看到证照现在的状态：有效")
    genuine = _check(story, file)
    changed = bytearray(file)
    changed[len(file) // 2] ^= 1
    forged = _check(story, bytes(changed))
    if genuine.text == forged.text or "有效" not in genuine.text:
        raise StepFailed("改动一个字节没有被发现")
    story.tick("核验文件：原件通过；改动一个字节，立即被发现")


def _check(story: Play, data: bytes) -> Page:
    anyone = story.visitor("anyone")
    page = anyone.get("/verify/")
    form = next((form for form in page.forms if form.files), None)
    if form is None:
        raise StepFailed("核验页面没有上传文件的表单")
    name = next(iter(form.files))
    return anyone.submit(form, files={name: ("licence.pdf", data, "application/pdf")})
