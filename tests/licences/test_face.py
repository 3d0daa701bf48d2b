import datetime as dt

import pytest

from tongban.licences.rules.face import face_of, printed, validity

FIELDS = [{"key": "a", "label": "甲", "label_en": "A"}, {"key": "b", "label": "乙"}]


class TestFaceOf:
    def test_keeps_the_types_order_and_labels_with_conditions_last(self) -> None:
        told = {
            "conditions": {"label": "许可条件", "value": "夜间"},
            "b": {"label": "x", "value": 2},
            "a": {"label": "y", "value": 1.5},
            "secret": {"label": "z", "value": "no"},
        }

        assert face_of(FIELDS, told) == [
            {"key": "a", "label": "甲", "label_en": "A", "value": "1.5"},
            {"key": "b", "label": "乙", "label_en": "", "value": "2"},
            {"key": "conditions", "label": "许可条件", "label_en": "Conditions", "value": "夜间"},
        ]

    def test_leaves_out_what_is_empty(self) -> None:
        assert face_of(FIELDS, {"a": {"label": "y", "value": ""}, "b": {"label": "x", "value": []}}) == []


class TestPrinted:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            (True, "是"),
            (False, "否"),
            (18.0, "18"),
            (18.5, "18.5"),
            (0, "0"),
            ("2026-04-06", "2026年4月6日"),
            ("2026-13-06", "2026-13-06"),
            (["人行道", "", "车行道"], "人行道、车行道"),
            ("  文字 ", "文字"),
        ],
    )
    def test_reads_as_on_a_certificate(self, value: object, text: str) -> None:
        assert printed(value) == text


class TestValidity:
    def test_names_both_ends_or_none(self) -> None:
        assert validity(dt.date(2026, 3, 9), dt.date(2026, 6, 8)) == "2026年3月9日至2026年6月8日"
        assert validity(dt.date(2026, 3, 9), None) == "2026年3月9日起长期有效"
