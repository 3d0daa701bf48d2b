"""Files in pieces: gone on with where they stopped, by who began them, until their time is past."""

import datetime as dt
import pathlib

import pytest

from tests.parties.factories import AT, DAY, make_account, make_person
from tongban.kernel import pieces
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotYours
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor
from tongban.sharing import actions, queries
from tongban.sharing.models import Upload
from tongban.sharing.rules.pieces import checksum_known, checksum_right, file_name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: pathlib.Path, settings: pytest.FixtureRequest) -> pathlib.Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "uploads"


@pytest.fixture
def owner() -> Actor:
    return actor_of(make_account(person=make_person()), "web", on=DAY)


def begin(actor: Actor, length: int = 10) -> str:
    return actions.begin_upload(file_name="图 纸.pdf", length=length, actor=actor, at=AT).key


def send(actor: Actor, key: str, offset: int, data: bytes) -> int:
    return actions.receive_piece(key=key, offset=offset, data=data, actor=actor, at=AT).received


class TestAnUpload:
    def test_comes_in_pieces_and_is_whole_in_the_end(self, home: pathlib.Path, owner: Actor) -> None:
        key = begin(owner)

        assert send(owner, key, 0, b"0123") == 4
        with pytest.raises(queries.NotWhole):
            queries.received_file(owner, key, AT)
        assert send(owner, key, 4, b"456789") == 10

        assert queries.received_file(owner, key, AT) == queries.Received("图 纸.pdf", b"0123456789")

    def test_goes_on_only_where_it_stopped(self, home: pathlib.Path, owner: Actor) -> None:
        key = begin(owner)
        send(owner, key, 0, b"0123")

        for offset in (0, 3, 5):
            with pytest.raises(actions.WrongOffset) as refused:
                send(owner, key, offset, b"x")
            assert refused.value.received == 4
        with pytest.raises(actions.PieceTooLong):
            send(owner, key, 4, b"4567890")

        assert (home / key).read_bytes() == b"0123"

    def test_writes_over_what_a_broken_process_left_behind_its_offset(self, home: pathlib.Path, owner: Actor) -> None:
        key = begin(owner)
        send(owner, key, 0, b"0123")
        pieces.add_piece(key, 4, b"zzzz")

        send(owner, key, 4, b"456789")

        assert queries.received_file(owner, key, AT).data == b"0123456789"

    def test_is_not_there_for_anybody_else(self, home: pathlib.Path, owner: Actor) -> None:
        key = begin(owner)
        other = actor_of(make_account(person=make_person()), "web", on=DAY)

        with pytest.raises(NotFound):
            send(other, key, 0, b"x")
        with pytest.raises(NotFound):
            queries.upload_of(other, key, AT)
        with pytest.raises(NotFound):
            actions.end_upload(key=key, actor=other, at=AT)
        with pytest.raises(NotYours):
            begin(Actor(name="访客"))

        assert queries.upload_of(owner, key, AT).received == 0

    def test_expires_and_is_swept_with_its_bytes(self, home: pathlib.Path, owner: Actor) -> None:
        key = begin(owner)
        send(owner, key, 0, b"0123")
        later = AT + dt.timedelta(hours=25)
        fresh = actions.begin_upload(file_name="b.pdf", length=1, actor=owner, at=later).key

        with pytest.raises(NotFound):
            queries.upload_of(owner, key, later)
        assert actions.sweep_uploads(at=later) == 1

        assert list(Upload.objects.values_list("key", flat=True)) == [fresh]
        assert not (home / key).exists()

    def test_is_refused_when_too_large_or_too_many(self, home: pathlib.Path, owner: Actor) -> None:
        with pytest.raises(actions.UploadTooLarge):
            begin(owner, 201 * 1024 * 1024)
        for _each in range(30):
            begin(owner)
        with pytest.raises(actions.TooManyUploads):
            begin(owner)

        assert Upload.objects.count() == 30


class TestWords:
    def test_of_the_metadata(self) -> None:
        assert file_name_of("filetype YQ==,filename 5Zu+LnBkZg==") == "图.pdf"
        assert file_name_of("filename !!") == file_name_of("filename é") == ""
        assert file_name_of("") == ""

    def test_of_the_checksum(self) -> None:
        assert checksum_right("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", b"hello world")
        assert not checksum_right("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", b"hello worlds")
        assert not checksum_known("md5 abc")
