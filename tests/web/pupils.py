"""A service of the demo city whose guide says everything that a guide can say."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from tests.catalogue.factories import a_service
from tests.city import MONDAY
from tongban.catalogue.actions import import_items
from tongban.catalogue.models import Implementation

# A city's own service with everything that a guide can say.
PUPILS: dict[str, Any] = {
    "catalog_code": "522091001000",
    "authority": "jiaoyu",
    "audience": ["person"],
    "instance": "promised",
    "promised_days": 9,
    "conditions": ["年满六周岁"],
    "quantity_limit": "每校每年 120 名",
    "service_area": "cross_county",
    "delegated_to": ["5"],
    "result": {"name": "入学通知书", "kind": "document"},
    "result_sample": "载明学校和报到日。",
    "materials": [
        {
            "code": code,
            "name": name,
            "necessity": "required",
            "carrier": "file",
            "source": "applicant",
            "form": "paper",
            "copy_kind": "copy",
            "sample": sample,
        }
        for code, name, sample in (
            ("deed", "房产证明", "复印首页和户型页。"),
            ("lease", "租房合同", ""),
            ("transfer", "转学证明", ""),
        )
    ],
    "steps": [
        {"code": "look", "name": "核对", "authority": "jiaoyu", "days": 3, "lead": True, "kind": "review"},
        {
            "code": "visit",
            "name": "上门核实",
            "authority": "jiaoyu",
            "days": 2,
            "kind": "review",
            "after": ["look"],
            "only_when": "situation.home == 'rented'",
        },
    ],
    "business_items": [
        {"code": "01", "name": "入学", "without": ["transfer"]},
        {"code": "02", "name": "转学", "name_en": "Changing school"},
    ],
    "situations": [
        {
            "key": "home",
            "question": "住自己的房吗？",
            "choices": [
                {"value": "own", "label": "自己的", "without": ["lease"]},
                {"value": "rented", "label": "租的", "without": ["deed"]},
            ],
        },
        {
            "key": "registered",
            "question": "租房备案了吗？",
            "when": {"key": "home", "value": "rented"},
            "choices": [{"value": "yes", "label": "备案了", "without": ["lease"]}, {"value": "no", "label": "没有"}],
        },
    ],
    "cancelled_proofs": [{"name": "接种证明", "instead": "数据共享核验"}],
    "special_procedures": [{"name": "专家评估", "days": 15, "basis": "某办法第三条"}],
    "intermediaries": [{"name": "房屋测绘", "basis": "某条例第二条", "payer": "申请人"}],
    "questions": [{"question": "多大能上学？", "answer": "六周岁 </script><b>&"}],
}


@pytest.fixture
def pupils() -> str:
    """The address of the guide of a service with everything."""
    import_items([a_service(1, "入学报名（示例）", **PUPILS)], at=MONDAY)
    return address_of("522091001000")


def address_of(catalog_code: str) -> str:
    found = Implementation.objects.get(item__catalog_code=catalog_code, authority__key="jiaoyu")
    return reverse("portal:guide", args=[found.task_code])


def section(text: str, name: str) -> str:
    """Return what a section of the guide says, without its markup."""
    found = re.search(rf'<section class="sheet[^"]*" id="{name}">(.*?)</section>', text, re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))) if found else ""
