"""Anybody verifies a licence: by its QR, by its identifier, by its file; a changed byte is found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


@pytest.fixture
def licence(stages: Stages) -> tuple[str, bytes]:
    """A licence that was just delivered: its identifier and its file."""
    stages.delivered()
    path = stages.story.my_case().link("/my/licences/")
    file = stages.story.visitor("applicant").download(f"{path}file")
    return re.findall(r"/my/licences/([^/]+)/", path)[0], file


class TestAVisitor:
    def test_verifies_a_licence_and_finds_a_changed_byte(
        self, walk: Callable[..., Walker], licence: tuple[str, bytes], stages: Stages
    ) -> None:
        identifier, file = licence
        visitor = walk().goto("/")
        visitor.follow("证照核验", within=".site-nav")
        visitor.look("verify")

        visitor.fill(identifier=identifier)
        visitor.press("查询")
        assert "证照有效" in visitor.main()
        assert "贵阳筑光引电" in visitor.main()
        visitor.look("verify-valid")

        visitor.goto("/verify/")
        _give(visitor, file)
        assert "文件是真的，没有被改动" in visitor.main()
        visitor.look("verify-genuine")

        changed = bytearray(file)
        changed[len(file) // 2] ^= 1
        _give(visitor, bytes(changed))
        assert "文件是真的" not in visitor.main()
        assert "请勿采信" in visitor.main()
        visitor.look("verify-changed")

        document = stages.story.my_case().link("/documents/").rpartition("/")[2]
        visitor.goto(f"/documents/{document}")
        assert "这份文书确由本系统制作" in visitor.main()
        assert "贵阳筑光引电" not in visitor.main()
        visitor.look("verify-document")

    def test_is_told_that_a_licence_or_document_is_not_found(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/verify/")
        visitor.fill(identifier="1.2.156.3005.2.000000")
        visitor.press("查询")
        assert "没有查到这份证照" in visitor.main()
        visitor.look("verify-not-found")

        visitor.goto("/documents/NO-SUCH-DOCUMENT")
        assert "没有这份文书" in visitor.main()
        visitor.look("verify-no-document")

    def test_is_told_when_a_file_is_no_licence_at_all(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/verify/")

        _give(visitor, b"%PDF-1.7\nnothing\n%%EOF\n")

        assert "文件是真的" not in visitor.main()
        visitor.look("verify-no-licence")

    def test_who_chose_no_file_is_told_to(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/verify/")

        visitor.press("核验文件")

        assert "需要更正" in visitor.main()
        assert visitor.page.locator("#error-summary").evaluate("e => e === document.activeElement")
        visitor.look("verify-no-file")


def _give(visitor: Walker, data: bytes) -> None:
    file = {"name": "证照.pdf", "mimeType": "application/pdf", "buffer": data}
    visitor.page.locator("input[type=file]").set_input_files([file])
    visitor.press("核验文件")
