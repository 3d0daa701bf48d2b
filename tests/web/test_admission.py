"""The queue before Django: who is let in, who is told to come again, and what a refused request leaves: nothing."""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse

from tongban.api.shapes.problem import Problem
from tongban.kernel.figures import REGISTRY
from tongban.parties.models import Account
from tongban.web.admission import FULL, LATE, Admission

PATIENCE = 60.0  # longer than any test; where waiting is to end, the test says so


class Answer:
    """What one request was answered."""

    status = ""
    body = b""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}

    def start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status, self.headers = status, dict(headers)


class Workshop:
    """An application that works on each request until the test lets it end; it notes who came in, and by which
    connection."""

    def __init__(self) -> None:
        self.ending = threading.Semaphore(0)
        self.begun: list[str] = []
        self.connections: list[int] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.begun.append(environ["PATH_INFO"])
        self.connections.append(id(connections["default"]))
        if environ["PATH_INFO"] not in ("/healthz", "/readyz"):
            assert self.ending.acquire(timeout=PATIENCE)
        start("200 OK", [])
        return HttpResponse(b"done")


def ask(application: Any, path: str = "/", method: str = "GET", **more: str) -> Answer:
    """Ask in a thread of its own, as the server does: the test's own keeps the connection of its transaction."""
    thread, answers = asking(application, path, method, **more)
    thread.join(PATIENCE)
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers[0]


def _ask(application: Any, path: str, method: str, **more: str) -> Answer:
    answer = Answer()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(b""),
        "wsgi.url_scheme": "http",
        **more,
    }
    parts = application(environ, answer.start)
    answer.body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return answer


def asking(application: Any, path: str = "/", method: str = "GET", **more: str) -> tuple[threading.Thread, list[Any]]:
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(_ask(application, path, method, **more))
        except Exception as error:  # handed to the test's thread
            answers.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def until(holds: Any) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.002)


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.ending.release(100)


class TestAdmission:
    def test_refuses_the_third_at_once_while_one_works_and_one_waits(self, workshop: Workshop) -> None:
        admission = Admission(workshop, at_work=1, waiting=1, patience=PATIENCE)
        before = REGISTRY.get_sample_value("tongban_refused_total", {"why": FULL}) or 0
        first, _ = asking(admission, "/first")
        until(lambda: workshop.begun == ["/first"])
        second, answers = asking(admission, "/second")
        until(lambda: admission.lane.queued == 1)
        began = time.monotonic()

        third = ask(admission, "/api/v1/applications", "POST")

        assert time.monotonic() - began < PATIENCE / 2  # it did not wait for its turn
        assert third.status == "503 Service Unavailable"
        assert 1 <= int(third.headers["Retry-After"]) <= 10
        assert third.headers["Content-Type"] == "application/problem+json"
        assert Problem.model_validate_json(third.body).status == 503
        assert ask(admission, "/healthz").body == b"done"
        assert ask(admission, "/readyz").body == b"done"
        assert REGISTRY.get_sample_value("tongban_refused_total", {"why": FULL}) == before + 1
        workshop.ending.release(2)
        first.join(PATIENCE)
        second.join(PATIENCE)
        assert answers[0].status == "200 OK"
        assert workshop.begun == ["/first", "/healthz", "/readyz", "/second"]

    def test_lets_in_those_who_wait_in_order_of_coming(self, workshop: Workshop) -> None:
        admission = Admission(workshop, at_work=1, waiting=3, patience=PATIENCE)
        threads = [asking(admission, "/0")[0]]
        until(lambda: len(workshop.begun) == 1)
        for place in (1, 2, 3):
            threads.append(asking(admission, f"/{place}")[0])
            until(lambda place=place: admission.lane.queued == place)

        for _each in threads:
            workshop.ending.release()
        for thread in threads:
            thread.join(PATIENCE)

        assert workshop.begun == ["/0", "/1", "/2", "/3"]

    def test_does_not_begin_what_has_waited_too_long(self, workshop: Workshop) -> None:
        admission = Admission(workshop, at_work=1, waiting=1, patience=0.05)
        before = REGISTRY.get_sample_value("tongban_refused_total", {"why": LATE}) or 0
        busy, _ = asking(admission, "/first")
        until(lambda: workshop.begun == ["/first"])

        late = ask(admission, "/second")

        assert late.status.startswith("503")
        assert workshop.begun == ["/first"]
        assert admission.lane.queued == 0
        assert REGISTRY.get_sample_value("tongban_refused_total", {"why": LATE}) == before + 1
        workshop.ending.release()
        busy.join(PATIENCE)

    def test_counts_the_wait_before_the_proxy_of_this_machine_passed_it_on(self, workshop: Workshop) -> None:
        admission = Admission(workshop, at_work=1, waiting=1, patience=1)
        workshop.ending.release(2)
        long_ago = {"HTTP_X_REQUEST_START": f"t={time.time() - 5:.3f}"}

        assert ask(admission, "/", REMOTE_ADDR="127.0.0.1", **long_ago).status.startswith("503")
        assert ask(admission, "/", REMOTE_ADDR="203.0.113.9", **long_ago).status == "200 OK"
        assert ask(admission, "/", REMOTE_ADDR="127.0.0.1", HTTP_X_REQUEST_START="soon").status == "200 OK"

    def test_keeps_as_many_connections_as_places_however_many_threads_come(self, workshop: Workshop) -> None:
        admission = Admission(workshop, at_work=2, waiting=10, patience=PATIENCE)
        workshop.ending.release(10)

        for thread in [asking(admission)[0] for _each in range(10)]:
            thread.join(PATIENCE)

        assert len(workshop.begun) == 10
        assert len(set(workshop.connections)) <= 2

    def test_has_its_place_again_after_a_failure(self) -> None:
        def failing(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            raise RuntimeError("broken")

        admission = Admission(failing, at_work=1, waiting=0, patience=PATIENCE)

        for _each in range(3):
            with pytest.raises(RuntimeError):
                ask(admission)

    def test_holds_the_place_until_a_streamed_answer_is_closed_or_forgotten(self) -> None:
        def streaming(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            start("200 OK", [])
            return StreamingHttpResponse([b"a", b"b"])

        admission = Admission(streaming, at_work=1, waiting=0, patience=PATIENCE)
        opened: list[Any] = []
        opening = threading.Thread(target=lambda: opened.append(admission({"PATH_INFO": "/"}, Answer().start)))
        opening.start()
        opening.join(PATIENCE)
        parts = opened.pop()
        assert next(parts) == b"a"
        assert ask(admission).status.startswith("503")

        for _again in range(2):  # by another thread than the one that opened it, as a server may
            closing = threading.Thread(target=parts.close)
            closing.start()
            closing.join(PATIENCE)

        assert ask(admission).body == b"ab"
        threading.Thread(target=admission, args=({"PATH_INFO": "/"}, Answer().start)).start()
        until(lambda: ask(admission).body == b"ab")

    def test_lets_a_missing_static_file_cost_no_place_and_no_database(self) -> None:
        # Without the `db` fixture a connection raises; the cookies are of somebody who may have signed in.
        full = Admission(WSGIHandler(), at_work=0, waiting=0, patience=PATIENCE)
        known = f"{settings.SESSION_COOKIE_NAME}=a-session-that-there-may-be"

        answer = ask(full, "/static/none/such.css", HTTP_COOKIE=known)

        assert (answer.status, answer.body) == ("404 Not Found", b"")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


class TestBusyPage:
    @pytest.fixture
    def full(self, workshop: Workshop) -> Admission:
        return Admission(workshop, at_work=0, waiting=0, patience=PATIENCE)

    @pytest.mark.parametrize(
        ("accepted", "words", "marked"),
        [("", "系统暂时繁忙", "zh-Hans"), ("zh-TW", "系統暫時繁忙", "zh-Hant"), ("en", "busy", "en")],
    )
    def test_speaks_the_readers_language(self, full: Admission, accepted: str, words: str, marked: str) -> None:
        answer = ask(full, "/my/", HTTP_ACCEPT_LANGUAGE=accepted)

        assert words in answer.body.decode()
        assert f'<html lang="{marked}">' in answer.body.decode()
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_tells_who_sent_a_form_that_nothing_was_done(self, full: Admission) -> None:
        assert "没有办理" in ask(full, "/apply/", "POST").body.decode()
        assert "没有办理" not in ask(full, "/apply/").body.decode()

    def test_says_it_to_programs_in_english_too(self, full: Admission) -> None:
        told = json.loads(ask(full, "/api/v1/items", HTTP_ACCEPT_LANGUAGE="en").body)

        assert told["type"] == "urn:tongban:problem:unavailable"
        assert "Idempotency" in told["detail"] or "idempotency" in told["detail"]


@pytest.mark.usefixtures("city")
class TestNothingWritten:
    def test_leaves_nothing_of_a_refused_sign_up(self, db: None) -> None:
        before = Account.objects.count()
        full = Admission(WSGIHandler(), at_work=0, waiting=0, patience=PATIENCE)

        answer = ask(full, "/accounts/signup/", "POST")

        assert answer.status.startswith("503")
        assert Account.objects.count() == before
