import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from tests.city import STORY
from tongban.catalogue.queries import rules_in_force
from tongban.kernel.queries import forget_parameters, parameter
from tongban.parties.models import Account, Authority, ClientSystem, Duty, Hall, Official, PartyEvent

pytestmark = pytest.mark.usefixtures("city", "db")
# How the numbers of the people of the city begin, where no digest happens to hold the same digits; and a password.
SECRET = re.compile(r"(?<![0-9A-Za-z])529900|pbkdf2")


@pytest.fixture
def administrator() -> Client:
    account = Account.objects.create_user("root-of-data", "root@example.com", "not-a-demo-1234", is_staff=True)
    browser = Client()
    browser.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return browser


class TestAdmin:
    def test_shows_every_table_to_administrators(self, administrator: Client) -> None:
        assert administrator.get("/admin/").status_code == 200

        assert admin.site.is_registered(Hall)
        for model, kept in admin.site._registry.items():
            path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            answer = administrator.get(path)
            assert answer.status_code == 200, path
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            row = model._default_manager.first()
            if row is not None and type(kept).__module__ == "tongban.web.admin":
                text = administrator.get(f"{path}{row.pk}/change/", follow=True).content.decode()
                assert SECRET.findall(text) == [], path

    def test_lets_nobody_write_what_actions_write(self, administrator: Client) -> None:
        for path in ("matters/journalentry", "parties/partyevent", "sharing/lookup", "parties/account"):
            assert administrator.get(f"/admin/{path}/add/").status_code == 403

    def test_shows_no_secret_of_the_second_step(self, administrator: Client) -> None:
        packages = ("mfa/authenticator", "account/emailaddress", "auth/group", "socialaccount/socialaccount")
        for path in (*packages, "socialaccount/socialapp", "allauth_idp_oidc/client", "allauth_idp_oidc/token"):
            assert administrator.get(f"/admin/{path}/").status_code == 404

    def test_is_closed_to_officials_and_the_public(self, client: Client, as_user: Callable[[str], Client]) -> None:
        assert client.get("/admin/").status_code == 302
        clerk = as_user(STORY["people"]["clerk"])
        assert clerk.get("/admin/parties/region/").status_code in (302, 403)

    def test_leaves_a_trace_of_what_was_edited(self, administrator: Client) -> None:
        authority = Authority.objects.first()
        assert authority is not None
        page = administrator.get(f"/admin/parties/authority/{authority.pk}/change/")
        values = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None}

        answer = administrator.post(
            f"/admin/parties/authority/{authority.pk}/change/", {**values, "phone": "0851-99000000"}
        )

        event = PartyEvent.objects.latest("pk")
        assert answer.status_code == 302
        assert (event.kind, event.subject) == ("admin_change", f"parties.authority:{authority.pk}")
        assert event.facts["fields"] == ["phone"]


class TestReach:
    @pytest.fixture
    def of_roads(self, as_user: Callable[[str], Client]) -> Client:
        """An administrator of an authority that does not run the site."""
        decider = Official.objects.get(account__username=STORY["people"]["decider"])
        Duty.objects.create(
            official=decider, kind="administrator", authority=decider.authority, starts_on=dt.date(2026, 1, 1)
        )
        Account.objects.filter(pk=decider.account_id).update(is_staff=True)
        return as_user(STORY["people"]["decider"])

    def test_is_the_own_authority(self, of_roads: Client) -> None:
        own, other = Authority.objects.get(key="chengguan"), Authority.objects.get(key="jiaotong")

        assert of_roads.get(f"/admin/parties/authority/{own.pk}/change/").status_code == 200
        assert of_roads.get(f"/admin/parties/authority/{other.pk}/change/").status_code == 302
        listed = of_roads.get("/admin/parties/official/").content.decode()
        assert "李疏桐" in listed
        assert "王硕言" not in listed

    def test_shows_the_city_s_tables_without_letting_them_be_edited(self, of_roads: Client) -> None:
        hall = Hall.objects.all()[0]

        page = of_roads.get(f"/admin/parties/hall/{hall.pk}/change/")

        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert of_roads.get("/admin/parties/hall/add/").status_code == 403

    @pytest.mark.parametrize("table", ["person", "organisation", "mandate", "account", "partyevent"])
    def test_holds_no_persons_of_the_city(self, of_roads: Client, table: str) -> None:
        assert of_roads.get(f"/admin/parties/{table}/").status_code == 403

    def test_gives_nothing_away_to_another_authority(self, of_roads: Client) -> None:
        own, other = Authority.objects.get(key="chengguan"), Authority.objects.get(key="jiaotong")
        system = ClientSystem.objects.create(key="roads", name="道路系统", authority=own)
        sent = {"key": "roads", "name": "道路系统", "authority": other.pk, "is_active": "on"}

        of_roads.post(f"/admin/parties/clientsystem/{system.pk}/change/", sent)

        system.refresh_from_db()
        assert system.authority_id == own.pk

    def test_of_the_operator_is_everything(self, as_user: Callable[[str], Client]) -> None:
        operator = as_user(STORY["people"]["administrator"])
        other = Authority.objects.get(key="jiaotong")

        assert operator.get(f"/admin/parties/authority/{other.pk}/change/").status_code == 200
        assert operator.get("/admin/parties/person/").status_code == 200


class TestQualityRules:
    ADD = "/admin/catalogue/qualityrule/add/"
    OURS = {
        "code": "Q11",
        "severity": "error",
        "settings": "{}",
        "basis": "某市办法",
        "effective_from": "2026-03-02",
        "effective_to": "",
    }

    def test_are_set_by_a_new_row_that_leaves_a_trace(self, administrator: Client) -> None:
        answer = administrator.post(self.ADD, self.OURS)

        event = PartyEvent.objects.latest("pk")
        assert answer.status_code == 302
        assert (event.kind, event.subject.split(":")[0]) == ("admin_add", "catalogue.qualityrule")
        assert rules_in_force(dt.date(2026, 3, 2)).rules["Q11"].severity == "error"
        assert rules_in_force(dt.date(2026, 3, 1)).rules["Q11"].severity == "warning"

    def test_show_what_is_wrong_at_its_field(self, administrator: Client) -> None:
        answer = administrator.post(self.ADD, {**self.OURS, "code": "Q99"})

        assert set(answer.context["adminform"].form.errors) == {"code"}

    def test_are_not_edited_in_place(self, administrator: Client) -> None:
        row = apps.get_model("catalogue.QualityRule").objects.get(code="Q11", shipped=True)

        administrator.post(f"/admin/catalogue/qualityrule/{row.pk}/change/", self.OURS)

        row.refresh_from_db()
        assert row.severity == "warning"


class TestParameters:
    ADD = "/admin/kernel/parameter/add/"
    OURS = {
        "key": "delivery_days",
        "region_code": "",
        "value": "7",
        "basis": "local parameter",
        "effective_from": "2026-03-02",
        "effective_to": "",
    }

    @pytest.fixture(autouse=True)
    def as_shipped(self) -> Iterator[None]:
        yield
        forget_parameters()

    def test_are_set_by_a_new_row_that_leaves_a_trace(self, administrator: Client) -> None:
        answer = administrator.post(self.ADD, self.OURS)

        event = PartyEvent.objects.latest("pk")
        assert answer.status_code == 302
        assert (event.kind, event.subject.split(":")[0]) == ("admin_add", "kernel.parameter")
        assert parameter("delivery_days", on=dt.date(2026, 3, 2)) == 7
        assert parameter("delivery_days", on=dt.date(2026, 3, 1)) == 10

    def test_are_not_edited_in_place(self, administrator: Client) -> None:
        row = apps.get_model("kernel.Parameter").objects.get(key="delivery_days")

        administrator.post(f"/admin/kernel/parameter/{row.pk}/change/", {**self.OURS, "value": "1"})

        row.refresh_from_db()
        assert row.value == 10

    def test_show_what_is_wrong_at_its_field(self, administrator: Client) -> None:
        before = PartyEvent.objects.count()

        answer = administrator.post(self.ADD, {**self.OURS, "value": '"soon"', "region_code": "52"})

        assert set(answer.context["adminform"].form.errors) == {"value", "region_code"}
        assert PartyEvent.objects.count() == before
