"""How often strangers may ask: one allowance for all processes, by address; who is refused is told for how long."""

import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.api.client import token_of
from tests.city import STORY
from tests.web.pages import check
from tongban.api.shapes.problem import Problem
from tongban.kernel import allowances
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.allowances import TooOften, forget_allowances, sweep_allowances, take
from tongban.kernel.models import Allowance
from tongban.kernel.queries import forget_parameters
from tongban.kernel.rules.addresses import client_address

STRANGER, NEIGHBOUR = "203.0.113.9", "203.0.113.10"


# The database's clock while a test lasts: it stands still, so that nothing is given back because somebody was slow.
STILL = """
CREATE SCHEMA still;
CREATE FUNCTION still.clock_timestamp() RETURNS timestamptz LANGUAGE sql
    AS $$SELECT timestamptz '2026-03-02 10:00+08'$$;
SET LOCAL search_path = still, pg_catalog, public;
"""


@pytest.fixture(autouse=True)
def as_a_fresh_process_without_haste(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(allowances, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    with connection.cursor() as cursor:
        cursor.execute(STILL)
    forget_allowances()
    yield
    forget_allowances()
    forget_parameters()


def limit(sort: str, a_minute: int) -> None:
    set_parameter(key=f"rate_{sort}", value=a_minute, basis="local parameter", effective_from=dt.date(2025, 1, 1))


class TestTake:
    def test_allows_so_many_a_minute_and_tells_after_how_many_seconds_more(self) -> None:
        limit("sign_in", 3)

        for _each in range(3):
            take("sign_in", "somebody")

        with pytest.raises(TooOften) as refused:
            take("sign_in", "somebody")
        assert refused.value.seconds == 20  # a third of a minute
        take("sign_in", "somebody else")
        take("code", "somebody")

    def test_counts_what_other_processes_were_asked(self) -> None:
        limit("sign_in", 2)
        take("sign_in", "somebody")
        forget_allowances()  # as another process, which has nothing but the database
        take("sign_in", "somebody")
        forget_allowances()

        with pytest.raises(TooOften):
            take("sign_in", "somebody")

    def test_gives_back_as_time_goes(self) -> None:
        limit("sign_in", 3)
        for _each in range(3):
            take("sign_in", "somebody")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_allowance SET empty_at = empty_at - interval '20 seconds'")

        take("sign_in", "somebody")

        forget_allowances()
        with pytest.raises(TooOften):
            take("sign_in", "somebody")

    def test_asks_the_database_once_for_many_of_a_large_allowance_and_not_for_who_was_refused(self) -> None:
        limit("search", 200)
        take("search", "warm")  # the parameters are read once
        with pytest.MonkeyPatch.context() as patched:
            asked: list[str] = []
            real = allowances._taken
            patched.setattr(allowances, "_taken", lambda key, cost: asked.append(key) or real(key, cost))

            for _each in range(200):
                take("search", "reader")
            assert len(asked) == 20
            for _each in range(50):
                with pytest.raises(TooOften):
                    take("search", "reader")

        assert len(asked) == 22

    def test_has_no_limit_where_the_city_sets_none(self) -> None:
        limit("sign_in", 0)

        for _each in range(100):
            take("sign_in", "somebody")

        assert not Allowance.objects.exists()

    def test_keeps_no_address_and_no_row_that_is_whole_again(self) -> None:
        take("sign_in", STRANGER)
        assert STRANGER not in Allowance.objects.get().key
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'kernel_allowance'")
            assert cursor.fetchone() == ("u",)
            cursor.execute("UPDATE kernel_allowance SET empty_at = clock_timestamp() - interval '1 second'")

        assert sweep_allowances(at=dt.datetime.now(dt.UTC)) == 1
        assert not Allowance.objects.exists()


class TestAddress:
    def test_is_what_our_own_proxies_say_and_nobody_elses_word(self) -> None:
        behind = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"10.1.1.1, {STRANGER}"}
        forged = {"REMOTE_ADDR": STRANGER, "HTTP_X_FORWARDED_FOR": "10.1.1.1"}
        two = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"10.1.1.1, {STRANGER}, 192.0.2.7"}

        assert client_address(behind, ["127.0.0.1"]) == STRANGER
        assert client_address(forged, ["127.0.0.1"]) == STRANGER
        assert client_address(two, ["127.0.0.1", "192.0.2.0/24"]) == STRANGER
        assert client_address({"REMOTE_ADDR": "nonsense"}, []) == "unknown"

    def test_is_the_network_of_a_household_in_ipv6(self) -> None:
        one, other = ({"REMOTE_ADDR": f"2001:db8:1:2::{each}"} for each in (1, "ffff"))

        assert client_address(one, []) == client_address(other, []) == "2001:db8:1:2::/64"
        assert client_address({"REMOTE_ADDR": "::ffff:203.0.113.9"}, []) == STRANGER


class TestLimitMiddleware:
    def test_refuses_a_stranger_who_searches_too_often_and_nobody_else(self) -> None:
        limit("search", 2)
        stranger, neighbour = Client(REMOTE_ADDR=STRANGER), Client(REMOTE_ADDR=NEIGHBOUR)
        assert [stranger.get("/search?q=公司").status_code for _each in range(3)] == [200, 200, 429]

        page = stranger.get("/search?q=公司")

        assert "操作太频繁" in check(page, 429)
        assert 1 <= int(page.headers["Retry-After"]) <= 60
        assert neighbour.get("/search?q=公司").status_code == 200
        assert stranger.get("/").status_code == 200

    def test_does_not_count_reading_of_who_signed_in(self, as_user: Callable[[str], Client]) -> None:
        limit("search", 1)
        reader = as_user(STORY["people"]["applicant"])

        assert [reader.get("/search?q=公司", REMOTE_ADDR=STRANGER).status_code for _each in range(3)] == [200] * 3

    def test_sees_through_a_forged_forward(self) -> None:
        limit("verify", 1)
        answers = [
            Client(REMOTE_ADDR=STRANGER, headers={"X-Forwarded-For": f"10.0.0.{each}"}).get("/verify/").status_code
            for each in range(3)
        ]

        assert answers == [200, 429, 429]

    def test_limits_the_pages_that_verify_and_those_that_send_codes(self) -> None:
        limit("verify", 1)
        limit("code", 1)
        stranger = Client(REMOTE_ADDR=STRANGER)

        assert stranger.get("/verify/nothing").status_code != 429
        assert stranger.get("/documents/nothing").status_code == 429
        assert stranger.post("/accounts/password/reset/", {"email": "a@example.org"}).status_code == 302
        assert stranger.post("/accounts/password/reset/", {"email": "b@example.org"}).status_code == 429
        assert stranger.get("/accounts/password/reset/").status_code == 200

    @pytest.mark.parametrize(
        "address", ["/verify/", "/verify/proof", "/api/v1/licences/verification", "/api/v1/journal/proofs/verification"]
    )
    def test_limits_checking_files_for_everybody(self, address: str, as_user: Callable[[str], Client]) -> None:
        limit("verify", 2)
        known = as_user(STORY["people"]["applicant"])

        answers = [
            known.post(address, {"file": SimpleUploadedFile("file", b"%PDF-")}, REMOTE_ADDR=STRANGER)
            for _each in range(3)
        ]

        assert [answer.status_code == 429 for answer in answers] == [False, False, True]
        if "/api/" in address:
            assert Problem.model_validate_json(answers[-1].content).type == "urn:tongban:problem:too-often"

    def test_does_not_count_what_this_machine_asks_itself(self) -> None:
        limit("search", 1)

        assert [Client().get("/search?q=公司").status_code for _each in range(3)] == [200] * 3


class TestApi:
    def test_limits_calls_without_a_token_by_address_with_a_problem_document(self) -> None:
        limit("public_api", 1)
        visitor = Client(REMOTE_ADDR=STRANGER)
        assert visitor.get("/api/v1/items").status_code == 200

        refused = visitor.get("/api/v1/items", headers={"Accept-Language": "en"})

        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert Problem.model_validate_json(refused.content).type == "urn:tongban:problem:too-often"

    def test_counts_who_guesses_tokens_like_who_has_none(self) -> None:
        limit("public_api", 2)
        guesser = Client(REMOTE_ADDR=STRANGER)
        answers = [
            guesser.get("/api/v1/me", headers={"Authorization": f"Bearer tb_{each}"}).status_code for each in range(3)
        ]

        assert answers == [401, 401, 429]

    def test_limits_calls_by_whose_the_token_is_wherever_they_come_from(self) -> None:
        limit("token", 1)
        first, second = (f"Bearer {token_of('applicant', 'read')}" for _each in range(2))
        assert Client(REMOTE_ADDR=STRANGER).get("/api/v1/me", headers={"Authorization": first}).status_code == 200

        again = Client(REMOTE_ADDR=NEIGHBOUR).get("/api/v1/me", headers={"Authorization": second})

        assert again.status_code == 429
