"""The guide: tailored by a situation, true about what is suspended, and readable for machines."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cases.factory import road_code
from tests.catalogue.factories import a_service
from tests.clock import FrozenClock
from tests.web.pages import check
from tests.web.pupils import PUPILS, pupils, section
from tongban.catalogue.actions import import_items
from tongban.catalogue.models import Implementation, Reality
from tongban.kernel.clock import today
from tongban.web.templatetags.linked_data import linked_data

pytestmark = pytest.mark.usefixtures("city", "db")

__all__ = ["pupils"]


class TestTheGuide:
    def test_tells_everything_that_is_known(self, client: Client, pupils: str) -> None:
        text = check(client.get(pupils))

        assert "每校每年 120 名" in section(text, "conditions")
        assert "不再要求，改为数据共享核验" in section(text, "materials")
        assert "复印首页和户型页。" in section(text, "materials")
        assert "复印件 · 1 份" in section(text, "materials")
        assert "专家评估 15个工作日" in section(text, "special")
        assert "房屋测绘" in section(text, "intermediaries")
        assert "由谁付费：申请人" in section(text, "intermediaries")
        assert "载明学校和报到日。" in section(text, "result")
        assert "全市通办" in section(text, "where")
        assert "镇（乡、街道）级" in section(text, "where")

    def test_says_by_which_day_each_step_is_done(
        self, client: Client, pupils: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        FrozenClock(monkeypatch, dt.datetime(2026, 9, 29, 2, 0, tzinfo=dt.UTC))

        text = check(client.get(pupils))

        # 3 working days from the 29th: the 30th, then the holidays to the 8th, the 8th, the 9th.
        assert "核对 贵阳市教育局 · 3个工作日 不晚于 10月9日（周五）" in section(text, "steps")
        assert "上门核实 贵阳市教育局 · 2个工作日 · 视申请内容" in section(text, "steps")
        assert "10月17日" not in text

    def test_costs_the_same_whatever_it_says(
        self, client: Client, pupils: str, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        check(client.get(pupils))
        with django_assert_max_num_queries(12):
            client.get(f"{pupils}?s-home=rented&s-registered=yes&s-business_item=01")

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_speaks_other_languages(self, client: Client, pupils: str, language: str) -> None:
        text = check(client.get(f"{pupils}?lang={language}"))

        assert {"en": "No longer asked for; instead:", "zh-hant": "不再要求，改為數據共享核驗"}[language] in unescape(
            text
        )


class TestASituation:
    def test_asks_only_what_follows_from_what_was_answered(self, client: Client, pupils: str) -> None:
        whole = section(check(client.get(pupils)), "situation")
        rented = section(check(client.get(f"{pupils}?s-home=rented")), "situation")

        assert "住自己的房吗？" in whole
        assert "办理哪一项业务？" in whole
        assert "租房备案了吗？" not in whole
        assert "租房备案了吗？" in rented

    def test_lists_what_falls_away_and_leaves_out_the_steps_that_do(self, client: Client, pupils: str) -> None:
        text = check(client.get(f"{pupils}?s-business_item=01&s-home=own"))

        assert re.search(r"按您的情况不用交.*租房合同.*转学证明", section(text, "materials"))
        assert "房产证明" in section(text, "materials").partition("按您的情况不用交")[0]
        assert "上门核实" not in section(text, "steps")

    def test_has_an_address_to_share_and_goes_on_into_the_application(
        self, client: Client, pupils: str, as_user: Callable[[str], Client]
    ) -> None:
        shared = "s-business_item=01&amp;s-home=rented"

        text = check(client.get(f"{pupils}?s-home=rented&s-business_item=01&s-registered=moon&x=y"))
        begun = check(as_user("mai.xinran").get(f"{pupils}apply?s-home=rented&s-business_item=01"))

        assert f'href="{pupils}?{shared}"' in text
        assert f'href="{pupils}apply?{shared}"' in text
        assert 'name="s-home" value="rented" checked' in begun
        assert 'name="s-business_item" value="01" checked' in begun

    @pytest.mark.parametrize("query", ["s-home=%00", "s-home[]=own", "s-home=" + "x" * 3000, "s-home=<script>"])
    def test_takes_anything_for_no_answer(self, client: Client, pupils: str, query: str) -> None:
        text = check(client.get(f"{pupils}?{query}"))

        assert "按您的情况不用交" not in text


class TestReality:
    def test_says_plainly_that_there_are_no_data(self, client: Client) -> None:
        assert "近来没有人申请过，还没有数据。" in section(check(client.get(f"/items/{road_code()}/")), "reality")

    def test_tells_how_many_applied_and_how_long_it_took(self, client: Client) -> None:
        self.kept(days={"5": 6, "6": 3, "11": 1})

        text = check(client.get(f"/items/{road_code()}/"))

        said = section(text, "reality")
        assert "近 12 个月 14 人申请。" in said
        assert "一半在 5个工作日内办结，" in said
        assert "承诺 9个工作日。" in said
        assert "红色的 1 件超过了承诺。" in said
        assert len(re.findall(r'<rect class="bar"', text)) == 5
        assert len(re.findall(r'<rect class="bar late"', text)) == 2

    def test_draws_a_long_tail_in_few_bars(self, client: Client) -> None:
        self.kept(days={str(day): 1 for day in range(1, 101)})

        bars = re.findall(
            r'<rect class="bar(?: late)?" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', check(self.page(client))
        )

        assert 10 <= len(bars) <= 15
        assert all(float(x) + float(width) <= 360 for x, width in bars)

    @staticmethod
    def page(client: Client) -> Any:
        return client.get(f"/items/{road_code()}/")

    @staticmethod
    def kept(days: dict[str, int]) -> None:
        Reality.objects.create(
            implementation=Implementation.objects.get(task_code=road_code()),
            until=today(),
            applied=14,
            answered=sum(days.values()),
            days=days,
            median_days=5,
            p90_days=6,
            materials=40,
            visits=0,
        )


class TestAnItemThatIsNotDoneNow:
    @pytest.mark.parametrize(
        ("standing", "said"),
        [
            ("suspended", "自 2026年4月1日 起暂停办理，恢复后可以再申请。"),
            ("cancelled", "自 2026年4月1日 起取消，不再办理。"),
        ],
    )
    def test_says_since_when_and_why_and_takes_no_application(
        self, client: Client, pupils: str, standing: str, said: str
    ) -> None:
        later = dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)
        changed = {**PUPILS, "standing": standing, "standing_reason": "系统改造"}
        import_items([a_service(1, "入学报名（示例）", **changed)], at=later)
        import_items([a_service(1, "入学报名（示例）", **changed, aliases=["上学"])], at=later + dt.timedelta(days=5))

        text = check(client.get(pupils))

        assert said in section(text, "standing")
        assert "系统改造" in section(text, "standing")
        assert "apply" not in text
        assert "不晚于" not in text
        assert "application/ld+json" not in text

    def test_is_still_found_by_its_versions(self, client: Client, pupils: str) -> None:
        later = dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)
        import_items([a_service(1, "入学报名（示例）", **{**PUPILS, "promised_days": 7})], at=later)

        text = check(client.get(f"{pupils}versions/"))

        assert re.search(r"第 2 版.*第 1 版", text, re.DOTALL)
        assert "自 2026年4月1日 起施行" in text

    def test_of_its_own_accord_has_no_guide(self, client: Client) -> None:
        power = Implementation.objects.filter(current__type__in=["02", "03", "04", "06"]).first()

        assert power is not None
        check(client.get(f"/items/{power.task_code}/"), 404)


class TestWhatMachinesRead:
    def things(self, text: str) -> dict[str, dict[str, Any]]:
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        return {thing["@type"]: thing for thing in map(json.loads, blocks)}

    def test_is_a_government_service_with_all_that_the_page_says(self, client: Client) -> None:
        service = self.things(check(client.get(f"/items/{road_code()}/")))["GovernmentService"]

        assert service["name"] == "挖掘城市道路许可"
        assert service["serviceType"] == "行政许可"
        assert service["provider"]["@type"] == "GovernmentOrganization"
        assert service["areaServed"]["name"] == "贵阳市"
        assert service["audience"] == [{"@type": "Audience", "audienceType": "企业法人"}]
        assert [each["name"] for each in service["availableChannel"]] == ["网上办理", "窗口办理"]
        assert service["availableChannel"][0]["serviceUrl"].endswith(f"/items/{road_code()}/apply")
        assert [(each["opens"], each["closes"]) for each in service["hoursAvailable"]] == [
            ("09:00", "12:00"),
            ("13:00", "17:00"),
        ]
        assert service["serviceOutput"] == {"@type": "GovernmentPermit", "name": "挖掘城市道路许可证"}
        assert "" not in service.values()

    def test_is_there_as_a_public_service_of_the_european_profile_too(self, client: Client) -> None:
        text = check(client.get(f"/items/{road_code()}/"))

        found = re.search(r'<link rel="alternate" type="application/ld\+json" href="([^"]+)"', text)

        assert found is not None
        assert client.get(found[1]).status_code == 200

    def test_has_the_questions_and_answers_and_nothing_breaks_out_of_it(self, client: Client, pupils: str) -> None:
        faq = self.things(check(client.get(pupils)))["FAQPage"]

        assert faq["mainEntity"][0]["acceptedAnswer"]["text"] == "六周岁 </script><b>&"

    def test_is_written_so_that_no_text_ends_the_element(self) -> None:
        block = linked_data([{"name": "</script><!--<script>&"}])

        assert block.count("<") == 2
        assert "&" not in block
        assert linked_data([]) == ""

    def test_stays_as_it_is_on_a_traditional_page(self, client: Client, pupils: str) -> None:
        things = self.things(check(client.get(f"{pupils}?lang=zh-hant")))

        assert things["GovernmentService"]["serviceOutput"]["name"] == "入学通知书"
