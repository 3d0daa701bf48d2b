"""Proving by one's face who one is: the way, the limit, and what a device has to answer."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.parties.factories import AT, DAY, make_account, make_person
from tongban.kernel.errors import NotFound
from tongban.parties.actions import FaceCheckRefused, begin_face_check, end_face_check
from tongban.parties.contrib.demo_face import DemoFaceDevice
from tongban.parties.contrib.http_face import HttpFaceDevice
from tongban.parties.models import FaceCheck, PartyEvent, Person
from tongban.parties.ports import DeviceAway, FaceBegun, FaceRequest, FaceVerdict, face_device, use_face_device
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor

NOW = int(AT.timestamp())
SECRET = "shared-by-both"


class Camera:
    """A device that answers what the test puts into it."""

    key = "camera"
    demonstration = False

    def __init__(self) -> None:
        self.verdict = FaceVerdict("")
        self.away = False
        self.asked: list[FaceRequest] = []

    def begin(self, request: FaceRequest) -> FaceBegun:
        self._answer()
        self.asked.append(request)
        return FaceBegun(f"ref-{len(self.asked)}", "https://camera.example/look")

    def result(self, *, key: str, reference: str, nonce: str) -> FaceVerdict:
        self._answer()
        return self.verdict

    def _answer(self) -> None:
        if self.away:
            raise DeviceAway("no answer")


@pytest.fixture
def camera() -> Iterator[Camera]:
    before, device = face_device(), Camera()
    use_face_device(device)
    yield device
    use_face_device(before)


@pytest.fixture
def someone(db: None) -> Actor:
    return actor_of(make_account(person=make_person(assurance=1)), "web", on=DAY)


def begin(actor: Actor, at: dt.datetime = AT) -> str:
    return begin_face_check(return_to="https://tongban.example/{}".format, actor=actor, at=at).key


def level(actor: Actor) -> int:
    return Person.objects.get(pk=actor.person_id).assurance


class TestFaceCheck:
    def test_raises_the_level_once_the_device_says_so(self, camera: Camera, someone: Actor) -> None:
        key = begin(someone)
        waiting = end_face_check(key=key, actor=someone, at=AT)
        camera.verdict = FaceVerdict("passed")

        ended = end_face_check(key=key, actor=someone, at=AT + dt.timedelta(minutes=1))

        assert (waiting.outcome, ended.outcome, level(someone)) == ("", "passed", 3)
        assert camera.asked[0].return_url == f"https://tongban.example/{key}"
        event = PartyEvent.objects.get()
        assert (event.kind, event.facts["outcome"], event.facts["demonstration"]) == ("face_check", "passed", False)
        assert end_face_check(key=key, actor=someone, at=AT + dt.timedelta(days=1)).outcome == "passed"
        assert PartyEvent.objects.count() == 1

    def test_keeps_no_picture(self) -> None:
        columns = {field.name for field in FaceCheck._meta.fields}

        assert not {name for name in columns if "image" in name or "photo" in name or "picture" in name}
        assert not [
            field for field in FaceCheck._meta.fields if field.get_internal_type() in ("BinaryField", "FileField")
        ]

    def test_changes_nothing_when_it_failed_and_stops_after_some_attempts(self, camera: Camera, someone: Actor) -> None:
        camera.verdict = FaceVerdict("failed", "not_alike")
        for _each in range(5):
            assert end_face_check(key=begin(someone), actor=someone, at=AT).outcome == "failed"

        with pytest.raises(FaceCheckRefused, match="今天已经试了 5 次"):
            begin(someone)

        assert level(someone) == 1
        assert len(camera.asked) == FaceCheck.objects.count() == 5
        assert begin(someone, AT + dt.timedelta(days=1))

    def test_counts_attempts_that_were_left(self, camera: Camera, someone: Actor) -> None:
        for _each in range(5):
            begin(someone)

        with pytest.raises(FaceCheckRefused, match="窗口"):
            begin(someone)

    def test_is_over_after_its_time_whatever_the_device_says(self, camera: Camera, someone: Actor) -> None:
        key = begin(someone)
        camera.verdict = FaceVerdict("passed")

        ended = end_face_check(key=key, actor=someone, at=AT + dt.timedelta(minutes=11))

        assert (ended.outcome, level(someone)) == ("expired", 1)

    def test_is_none_of_anybody_else(self, camera: Camera, someone: Actor) -> None:
        key = begin(someone)
        camera.verdict = FaceVerdict("passed")
        other = actor_of(make_account(person=make_person("别的人", assurance=1)), "web", on=DAY)

        for stranger in (other, Actor(name="访客")):
            with pytest.raises(NotFound):
                end_face_check(key=key, actor=stranger, at=AT)

        assert (level(someone), level(other), FaceCheck.objects.get().outcome) == (1, 1, "")

    def test_says_what_else_to_do_when_the_device_is_away(self, camera: Camera, someone: Actor) -> None:
        key = begin(someone)
        camera.away = True

        with pytest.raises(FaceCheckRefused, match="窗口"):
            begin(someone)
        with pytest.raises(FaceCheckRefused, match="没有应答"):
            end_face_check(key=key, actor=someone, at=AT)

        assert [one.outcome for one in FaceCheck.objects.all()] == [""]

    def test_is_not_offered_without_a_device(self, someone: Actor) -> None:
        assert face_device() is None

        with pytest.raises(FaceCheckRefused, match="没有接入"):
            begin(someone)

    def test_is_refused_to_who_is_no_person_and_to_who_has_passed(self, camera: Camera, db: None) -> None:
        done = actor_of(make_account(person=make_person(assurance=3)), "web", on=DAY)

        with pytest.raises(NotFound):
            begin(actor_of(make_account(), "web", on=DAY))
        with pytest.raises(FaceCheckRefused, match="已经通过"):
            begin(done)

        assert not camera.asked


class TestDemoFaceDevice:
    def test_passes_everybody_and_marks_that_nothing_was_compared(self, someone: Actor, settings: Any) -> None:
        settings.DEMO = True
        use_face_device(DemoFaceDevice())
        try:
            ended = end_face_check(key=begin(someone), actor=someone, at=AT)
        finally:
            use_face_device(None)

        assert (ended.outcome, ended.demonstration, level(someone)) == ("passed", True, 3)
        kept = FaceCheck.objects.get()
        assert (kept.demonstration, kept.reason) == (True, "nothing_compared")
        assert PartyEvent.objects.get().facts["demonstration"] is True

    def test_does_nothing_outside_of_a_demonstration(self, someone: Actor) -> None:
        use_face_device(DemoFaceDevice())
        try:
            with pytest.raises(FaceCheckRefused):
                begin(someone)
        finally:
            use_face_device(None)

        assert not FaceCheck.objects.exists()


REQUEST = FaceRequest("a-key", "a-nonce", "111", "11010519491231002X", "路人甲", "https://us.example/", AT)


def device(answer: Callable[[httpx.Request], httpx.Response]) -> HttpFaceDevice:
    return HttpFaceDevice(
        "https://camera.example", SECRET, transport=httpx.MockTransport(answer), now=lambda: float(NOW)
    )


def signed(said: dict[str, str], *, at: int = NOW, secret: str = SECRET) -> httpx.Response:
    body = json.dumps(said).encode()
    signature = HttpFaceDevice("https://x", secret).signature(str(at), body)
    return httpx.Response(200, content=body, headers={"X-Time": str(at), "X-Signature": signature})


GOOD_BEGIN = {"reference": "r/1", "nonce": "a-nonce", "url": "https://camera.example/look"}
GOOD_RESULT = {"check_id": "a-key", "nonce": "a-nonce", "state": "failed", "reason": "not_alike"}


class TestHttpFaceDevice:
    def test_speaks_the_contract(self) -> None:
        heard: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            heard.append(request)
            return signed(GOOD_BEGIN if request.method == "POST" else GOOD_RESULT)

        camera = device(answer)
        begun = camera.begin(REQUEST)
        verdict = camera.result(key="a-key", reference=begun.reference, nonce="a-nonce")

        assert begun == FaceBegun("r/1", "https://camera.example/look")
        assert verdict == FaceVerdict("failed", "not_alike")
        assert [(one.method, one.url.raw_path) for one in heard] == [
            ("POST", b"/v1/checks"),
            ("GET", b"/v1/checks/r%2F1"),
        ]
        said = json.loads(heard[0].content)
        assert (said["check_id"], said["nonce"], said["id_number"]) == ("a-key", "a-nonce", "11010519491231002X")
        signature = camera.signature(heard[0].headers["X-Time"], heard[0].content)
        assert heard[0].headers["X-Signature"] == signature

    @pytest.mark.parametrize(
        "answer",
        [
            signed(GOOD_RESULT, secret="another"),
            signed(GOOD_RESULT, at=NOW - 600),
            signed({**GOOD_RESULT, "nonce": "of-another-check"}),
            signed({**GOOD_RESULT, "check_id": "another"}),
            signed({**GOOD_RESULT, "state": "maybe"}),
            httpx.Response(500),
            httpx.Response(200, text="{}"),
        ],
    )
    def test_believes_no_answer_that_does_not_hold(self, answer: httpx.Response) -> None:
        with pytest.raises(DeviceAway):
            device(lambda _request: answer).result(key="a-key", reference="r", nonce="a-nonce")

    @pytest.mark.parametrize("url", ["http://camera.example/look", "javascript:alert(1)", ""])
    def test_leads_people_to_https_pages_only(self, url: str) -> None:
        with pytest.raises(DeviceAway):
            device(lambda _request: signed({**GOOD_BEGIN, "url": url})).begin(REQUEST)
