"""What a document prints beside what its step said, and whether it still counts."""

import pytest

from tongban.cases.rules.document_face import REPLACED, VALID, WITHDRAWN, printed, standing


class TestStanding:
    @pytest.mark.parametrize(
        ("kind", "later", "state", "told"),
        [
            ("acceptance_notice", False, "closed", VALID),
            ("acceptance_notice", True, "closed", REPLACED),
            ("special_procedure_notice", True, "reviewing", VALID),
            ("decision", False, "delivered", VALID),
            ("decision", True, "delivered", REPLACED),
            ("decision", False, "revoked", WITHDRAWN),
            ("decision", False, "cancelled", WITHDRAWN),
            ("decision", False, "deciding", WITHDRAWN),
            ("receipt", False, "voided", WITHDRAWN),
            ("voiding_note", False, "voided", VALID),
            ("receipt", False, "withdrawn", VALID),
        ],
    )
    def test_follows_the_case_and_what_came_later(self, kind: str, later: bool, state: str, told: str) -> None:
        assert standing(kind, later=later, state=state) == told


class TestPrinted:
    DATA = {"fields": [["办件编号", "1"], ["事项名称", "2"], ["实施编码", "3"], ["申请人", "王*"], ["决定", "准予"]]}

    def test_puts_the_applicant_s_code_after_the_name_and_the_officer_last(self) -> None:
        face = printed(self.DATA, kind="decision", number="n", applicant_code="c", officer="李", qr="q")

        assert [label for label, _value in face["fields"]] == [
            "办件编号",
            "事项名称",
            "实施编码",
            "申请人",
            "申请人证件号码",
            "决定",
            "承办人",
        ]

    def test_names_nobody_further_in_a_posting(self) -> None:
        face = printed(self.DATA, kind="posting", number="n", applicant_code="c", officer="李", qr="q")

        assert face["fields"] == self.DATA["fields"]
