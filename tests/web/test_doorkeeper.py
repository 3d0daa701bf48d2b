import datetime as dt
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.pages import check
from tongban.kernel.pdf import MissingGlyph
from tongban.kernel.rules.calendar import CalendarRanOut
from tongban.web import refusals
from tongban.web.doorkeeper import DECLARED_NAMES, DoorkeeperMiddleware, RuleMissing, rule_of


def routes(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[URLPattern, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, (*namespaces, *([each.namespace] if each.namespace else [])))
        else:
            yield each, namespaces


class TestEveryRoute:
    def test_declares_whom_it_admits(self) -> None:
        silent = [
            f"{'/'.join(namespaces)}:{route.name} {route.pattern}"
            for route, namespaces in routes(get_resolver())
            if rule_of(route.callback, route.name, list(namespaces)) is None
        ]

        assert silent == []

    def test_is_declared_for_packages_only_where_it_exists(self) -> None:
        names = {route.name for route, namespaces in routes(get_resolver()) if not namespaces}

        assert set(DECLARED_NAMES) - names == set()


class TestDoorkeeper:
    def test_fails_loudly_for_a_view_that_says_nothing(self) -> None:
        keeper = DoorkeeperMiddleware(lambda request: HttpResponse())

        def silent(request: HttpRequest) -> HttpResponse:
            return HttpResponse("open")

        request = RequestFactory().get("/somewhere")
        request.resolver_match = None  # type: ignore[assignment]
        with pytest.raises(RuleMissing, match="/somewhere"):
            keeper.process_view(request, silent, [], {})

    @pytest.mark.django_db
    @pytest.mark.parametrize("path", ["/my/", "/my/cases/520100/", "/my/messages/", "/accounts/2fa/", "/my/data/"])
    def test_sends_strangers_to_sign_in_and_back(self, client: Client, path: str) -> None:
        answer = client.get(path)

        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/accounts/login/?next={path}"
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.django_db
    def test_never_puts_the_sign_in_page_into_a_part_of_a_page(self, client: Client) -> None:
        answer = client.post("/applications/1/1/autosave", headers={"HX-Request": "true"})

        assert answer.status_code == 401
        assert answer.content == b""

    @pytest.mark.django_db
    def test_lets_everybody_read_public_pages_that_caches_do_not_keep(self, client: Client) -> None:
        answer = client.get("/about/")

        check(answer)
        assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
class TestRefusalPages:
    def test_say_what_to_do_when_nothing_is_found(self, client: Client) -> None:
        text = check(client.get("/no/such/page"), 404)

        assert "没有找到这个页面" in text
        assert 'href="/search"' in text

    def test_say_that_a_form_without_its_token_changed_nothing(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})

        assert "页面已过期，没有提交成功" in check(answer, 403)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("failure", "status", "told"),
        [
            (CalendarRanOut("", dt.date(2004, 1, 1), dt.date(2028, 12, 31)), 409, "工作日历不够用"),
            (MissingGlyph("𬎆"), 422, "𬎆"),
        ],
    )
    def test_say_what_the_administrator_has_to_mend(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, told: str
    ) -> None:
        def fail(code: str) -> None:
            raise failure

        monkeypatch.setattr("tongban.catalogue.queries.announced", fail)

        answer = client.get("/items/any/")

        assert answer.status_code == status
        assert told in answer.content.decode()

    @pytest.mark.django_db
    def test_lead_to_no_other_site(self, client: Client) -> None:
        page = client.get("/", PATH_INFO="//elsewhere.example/").content.decode()
        sent = RequestFactory().post("/", headers={"Referer": "http://testserver//elsewhere.example/"})

        assert 'href="/%2Felsewhere.example/?lang=en"' in page
        assert refusals.came_from(sent) == "/%2Felsewhere.example/"

    def test_lead_back_after_signing_in_with_all_that_was_asked_for(self, client: Client) -> None:
        page = client.get("/no/such/page", {"q": "道路", "page": "2"}).content.decode()
        outside = client.get("/", PATH_INFO="//elsewhere.example/", QUERY_STRING="a=1").content.decode()

        assert 'next=%2Fno%2Fsuch%2Fpage%3Fq%3D%25E9%2581%2593%25E8%25B7%25AF%26page%3D2"' in page
        assert 'next=%2F%252Felsewhere.example%2F%3Fa%3D1"' in outside

    def test_speak_english_to_english_readers(self, client: Client) -> None:
        text = check(client.get("/no/such/page", headers={"Accept-Language": "en-GB,en;q=0.9"}), 404)

        assert "Page not found" in text


@pytest.mark.django_db
class TestHealth:
    def test_answers_for_the_process_and_for_the_database(self, client: Client) -> None:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db
class TestWrongMethod:
    def test_is_told_to_come_from_the_page(self, client: Client) -> None:
        answer = client.post("/about/")

        assert "请从页面进入" in check(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD"


class TestServerError:
    def test_is_answered_even_when_the_database_is_away(self) -> None:
        answer = refusals.server_error(RequestFactory().get("/"))

        assert answer.status_code == 500
        assert "系统暂时无法处理" in answer.content.decode()
