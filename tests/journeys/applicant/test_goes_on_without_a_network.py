"""A telephone of 360 px loses the network in the middle of typing, meets a second device, and photographs a paper."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

LOST, BACK = "示例东路 7 号至 9 号", "示例东路 7 号至 21 号"


def photograph(words: str) -> dict[str, str | bytes]:
    """Return a sheet on a dark table, as a telephone takes it."""
    image = Image.new("RGB", (900, 1200), "#39424e")
    image.paste("white", (140, 160, 760, 1060))
    ImageDraw.Draw(image).text((200, 240), words, fill="black", font_size=48)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return {"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class TestATelephone:
    def test_loses_the_network_meets_a_second_device_and_photographs(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.drafted()
        phone = walk("applicant", phone=True).goto(f"/applications/{number}/2/")
        desk = walk("applicant").goto(f"/applications/{number}/2/")

        # The network goes while one types: what was typed stays, and the page says so.
        phone.page.context.set_offline(True)
        phone.page.locator("#road_section").clear()
        phone.page.locator("#road_section").press_sequentially(LOST, delay=5)
        phone.page.locator("#saved", has_text="未连网，已记在本机").wait_for()
        phone.page.get_by_role("button", name="保存并继续").click()
        assert phone.page.locator("#road_section").input_value() == LOST
        phone.complaints.clear()

        # Meanwhile the same is written elsewhere. Back online, both are shown, and nothing is overwritten.
        with desk.page.expect_response(lambda answer: answer.url.endswith("/2/autosave")):
            desk.page.locator("#road_section").fill(BACK)
        phone.page.context.set_offline(False)
        phone.page.locator("#conflict-road_section").wait_for()
        told = phone.page.locator("#conflict-road_section").inner_text()
        assert LOST in told
        assert BACK in told
        assert "电脑" in told
        phone.complaints.clear()
        phone.look("draft-conflict")
        phone.page.locator("[name=keep-road_section][value=mine]").check()
        phone.press("按选择保存")
        assert phone.page.locator("#road_section").input_value() == LOST
        assert desk.goto(f"/applications/{number}/2/").page.locator("#road_section").input_value() == LOST

        # Two photographs, one of them cropped by keyboard, become one paper.
        phone.goto(f"/applications/{number}/materials")
        paper = phone.page.locator("#material-plan")
        paper.locator("[data-camera]").set_input_files([photograph("第一页")])
        paper.get_by_role("button", name="旋转、裁剪").click()
        paper.locator(".crop-room[data-ready]").wait_for()
        phone.look("photo-crop")
        paper.locator(".crop-room[data-ready]").wait_for()
        phone.page.keyboard.press("Shift+ArrowLeft")
        paper.get_by_role("button", name="裁好了").click()
        paper.locator("[data-crop]").wait_for(state="hidden")
        paper.locator("[data-camera]").set_input_files([photograph("第二页")])
        expect(paper.locator(".shots li")).to_have_count(2)
        expect(paper.locator("[name=as_one_pdf]")).to_be_checked()
        paper.locator("[name=keep]").check()
        phone.look("photos-chosen")
        phone.press("上传", within="#material-plan")
        assert ".pdf" in paper.locator(".file-rows").inner_text()
        made = paper.locator(".file-rows a").first
        assert phone.page.request.get(made.get_attribute("href") or "").body().startswith(b"%PDF-")

        phone.goto("/my/space/documents/")
        assert "办件中提交" in phone.main()
        phone.look("my-documents")
