import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from tests.matters.test_two_at_once import race
from tongban.kernel.errors import BadInput, Refusal
from tongban.kernel.idempotency import KeyReused, fingerprint, once
from tongban.kernel.models import Announcement, IdempotentAnswer
from tongban.kernel.outbox import announce

ROUNDS = 100


class OutOfTurn(Refusal):
    """A refusal of the work's own."""


class Lacking(Refusal):
    """One that leaves what was found."""

    leaves = True


@pytest.mark.django_db
class TestOnce:
    def test_gives_the_first_answer_again_without_working_again(self) -> None:
        answers = iter([{"n": 1}, {"n": 2}])

        given = [once(caller="a", key="key-of-a-1", print_of="x", work=lambda: next(answers)) for _ in range(2)]

        assert given == [{"n": 1}, {"n": 1}]

    def test_refuses_a_key_that_was_used_for_something_else(self) -> None:
        once(caller="a", key="key-of-a-1", print_of="x", work=lambda: 1)

        with pytest.raises(KeyReused, match="这个幂等键已用于另一个请求，请换一个新的键"):
            once(caller="a", key="key-of-a-1", print_of="y", work=lambda: announce("test", {1: {}}))

        assert not Announcement.objects.exists()
        assert once(caller="a", key="key-of-a-1", print_of="x", work=lambda: 2) == 1

    def test_keeps_the_keys_of_callers_apart(self) -> None:
        assert [once(caller=who, key="the-same-key", print_of=who, work=lambda who=who: who) for who in "ab"] == [
            "a",
            "b",
        ]

    def test_keeps_no_refusal_and_nothing_of_its_work(self) -> None:
        def refused() -> None:
            announce("test", {1: {}})
            raise OutOfTurn("现在不行")

        with pytest.raises(OutOfTurn):
            once(caller="a", key="key-of-a-1", print_of="x", work=refused)

        assert not Announcement.objects.exists()
        assert once(caller="a", key="key-of-a-1", print_of="x", work=lambda: "now") == "now"

    def test_leaves_what_was_written_before_a_refusal_that_says_so(self) -> None:
        def lacking() -> None:
            announce("test", {1: {}})
            raise Lacking("还缺一份")

        with pytest.raises(Lacking):
            once(caller="a", key="key-of-a-1", print_of="x", work=lacking)

        assert Announcement.objects.count() == 1
        assert once(caller="a", key="key-of-a-1", print_of="x", work=lambda: "now") == "now"

    @pytest.mark.parametrize("key", ["", "short", "x" * 81, "line\nbreak"])
    def test_refuses_a_malformed_key(self, key: str) -> None:
        with pytest.raises(BadInput) as refused:
            once(caller="a", key=key, print_of="x", work=lambda: announce("test", {1: {}}))

        assert refused.value.errors == {"Idempotency-Key": "请提供 8 到 80 个可见字符的幂等键"}
        assert not Announcement.objects.exists()
        assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestCommit:
    def test_that_fails_leaves_nothing_and_lets_the_same_key_be_used_again(self) -> None:
        known, ran = ContentType.objects.create(app_label="kernel", model="known"), []

        def work(content_type: int) -> int:
            # A foreign key is looked at when the transaction ends.
            Permission.objects.create(codename="of-the-work", content_type_id=content_type)
            transaction.on_commit(lambda: ran.append(content_type))
            return content_type

        with pytest.raises(IntegrityError, match="foreign key"):
            once(caller="a", key="key-of-a-1", print_of="x", work=lambda: work(known.pk + 1))

        assert ran == []
        assert not Permission.objects.filter(codename="of-the-work").exists()
        assert not IdempotentAnswer.objects.exists()
        assert connection.get_autocommit()
        assert not connection.in_atomic_block

        assert once(caller="a", key="key-of-a-1", print_of="x", work=lambda: work(known.pk)) == known.pk
        assert ran == [known.pk]
        assert Permission.objects.get(codename="of-the-work").content_type == known
        assert IdempotentAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestTwins:
    def test_sent_at_once_get_one_answer_and_the_work_is_done_once(self) -> None:
        def work(place: int) -> dict[str, int]:
            announce("test", {place: {}})
            return {"done_by": place}

        for turn in range(ROUNDS):
            twins = [
                lambda place=place, turn=turn: once(
                    caller="a", key=f"key-of-turn-{turn}", print_of="x", work=lambda: work(place)
                )
                for place in (1, 2)
            ]

            first, second = race(*twins)

            assert first == second
            assert first in ({"done_by": 1}, {"done_by": 2})
        assert Announcement.objects.count() == IdempotentAnswer.objects.count() == ROUNDS

    def test_sent_for_different_requests_do_one_and_refuse_the_other(self) -> None:
        for turn in range(ROUNDS // 4):
            results = race(
                *[
                    lambda place=place, turn=turn: once(
                        caller="a",
                        key=f"key-of-turn-{turn}",
                        print_of=str(place),
                        work=lambda: announce("test", {place: {}}) or place,
                    )
                    for place in (1, 2)
                ]
            )

            assert sorted(type(each).__name__ for each in results) == ["KeyReused", "int"], results
        assert Announcement.objects.count() == IdempotentAnswer.objects.count() == ROUNDS // 4


def test_fingerprint_tells_where_one_part_ends() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab", b"c") == fingerprint(b"ab", "c")
