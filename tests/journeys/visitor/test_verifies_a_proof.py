"""Anybody checks a proof of a case that another city signed, and finds the one step that was changed."""

import json
from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.matters.test_proofs import CITY, proof


class TestAVisitor:
    def test_checks_a_proof_and_finds_the_changed_step(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/verify/proof")
        assert not visitor.page.get_by_label("日志的公钥").is_visible()
        visitor.page.get_by_text("核对其他城市的证明", exact=True).click()
        visitor.fill(text=json.dumps(proof()), key=CITY.vkey)
        visitor.press("核验")
        assert "办理记录是真的，没有被改动" in visitor.main()
        assert not visitor.page.get_by_text("检查点的根哈希").is_visible()
        visitor.look("proof-holds")

        told = proof()
        told["entries"][1]["index"] = 131
        visitor.fill(text=json.dumps(told), key=CITY.vkey)
        visitor.press("核验")
        assert "第 2 步不在签名的日志里" in visitor.main()
        visitor.page.get_by_text("技术信息，供专业核对").click()
        visitor.look("proof-changed")
