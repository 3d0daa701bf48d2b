"""What came into force is told to the upper platform once, in its tables; what it refuses comes back."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.city import DAY, MONDAY, actor
from tongban.catalogue.actions import import_items
from tongban.catalogue.actions.exchange.queue_exchange import queue_exchange
from tongban.catalogue.actions.exchange.settle_rejection import AlreadySettled, settle_rejection
from tongban.catalogue.models import ExchangeRow, Rejection, Version
from tongban.catalogue.rules.drafts import as_in_file
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours
from tongban.parties.actions import issue_token
from tongban.parties.models import ClientSystem
from tongban.parties.rules.actor import SYSTEM

NAME = "砍伐城市树木审批"


@pytest.fixture
def program() -> Api:
    system = ClientSystem.objects.create(key="carrier", name="上报程序")
    issued = issue_token(
        name="上报",
        scopes=["read", "act", "exchange"],
        expires_at=MONDAY + 90 * DAY,
        client_system_key=system.key,
        actor=SYSTEM,
        at=MONDAY,
    )
    return Api(issued.raw)


def the_item() -> Version:
    return Version.objects.get(name=NAME, state="published")


def changed(**changes: Any) -> None:
    content = {**as_in_file(the_item().content), **changes}
    import_items([content], at=MONDAY + DAY)


def rows_of_item() -> list[tuple[str, str]]:
    of = the_item().implementation
    rows = ExchangeRow.objects.filter(version__implementation=of, sent_at=None).exclude(table="up_task_directory")
    return [(row.table.removeprefix("up_task_"), row.operation) for row in rows]


def basic_rows_of_two_versions() -> tuple[ExchangeRow, ExchangeRow]:
    """Return the item's basic row that was handed over, and the newer one that waits."""
    queue_exchange(at=MONDAY)
    ExchangeRow.objects.update(sent_at=MONDAY)
    changed(promised_days=6)
    queue_exchange(at=MONDAY + DAY)
    old, newer = ExchangeRow.objects.filter(
        version__implementation=the_item().implementation, table="up_task_general_basic"
    ).order_by("pk")
    return old, newer


class TestQueueExchange:
    def test_tells_of_two_fees_of_one_name_and_of_two_questions_alike(self) -> None:
        fees = [{"name": "工本费", "standard": each, "basis": "某市收费办法"} for each in ("10 元/本", "20 元/册")]
        questions = [{"question": "多久办好？", "answer": each} for each in ("三天。", "五天。")]
        changed(fees=fees, questions=questions)

        queue_exchange(at=MONDAY + DAY)

        rows = ExchangeRow.objects.filter(version=the_item())
        assert [row.payload["fee_stand"] for row in rows.filter(table="up_task_general_fee_project")] == [
            "10 元/本",
            "20 元/册",
        ]
        assert rows.filter(table="up_task_general_questions", operation="I").count() == 2
        assert rows.values("row_guid").distinct().count() == rows.count()

    def test_tells_of_each_version_in_force_once(self) -> None:
        assert queue_exchange(at=MONDAY) > 500

        assert queue_exchange(at=MONDAY) == 0
        told = set(ExchangeRow.objects.values_list("version", flat=True))
        assert told == set(Version.objects.filter(state="published", variant="").values_list("pk", flat=True))
        assert set(ExchangeRow.objects.values_list("operation", flat=True)) == {"I"}
        assert ExchangeRow.objects.values("row_guid").distinct().count() == ExchangeRow.objects.count()

    def test_gives_a_version_a_row_in_each_table_that_it_has_something_for(self) -> None:
        queue_exchange(at=MONDAY)

        content = the_item().content
        counted = Counter(table for table, _operation in rows_of_item())
        assert counted == {
            "general_basic": 1,
            "general_extend": 1,
            "general_material": len(content["materials"]),
            "general_questions": len(content["questions"]),
        }

    def test_tells_only_what_changed_and_what_fell_away_in_a_batch_of_its_own(self) -> None:
        queue_exchange(at=MONDAY)
        ExchangeRow.objects.update(sent_at=MONDAY)
        content = as_in_file(the_item().content)
        first, *others = content["materials"]
        changed(materials=[{**first, "name": "新名称"}, *others[1:]], promised_days=6)

        queue_exchange(at=MONDAY + DAY)

        said = rows_of_item()
        assert ("general_basic", "U") in said
        assert ("general_material", "D") in said
        assert ("general_extend", "U") not in said
        batches = set(ExchangeRow.objects.filter(sent_at=None).values_list("batch", flat=True))
        assert len(batches) == 1
        assert re.fullmatch(r"[0-9a-f]{32}", batches.pop())

    def test_deletes_what_is_cancelled(self) -> None:
        queue_exchange(at=MONDAY)
        ExchangeRow.objects.update(sent_at=MONDAY)
        changed(standing="cancelled", standing_reason="依法取消")

        queue_exchange(at=MONDAY + DAY)

        assert {operation for _table, operation in rows_of_item()} == {"D"}
        assert queue_exchange(at=MONDAY + DAY) == 0

    def test_gives_what_is_done_ex_officio_the_tables_of_its_kind(self) -> None:
        queue_exchange(at=MONDAY)

        by_type = {
            (row.table, row.payload["task_type"])
            for row in ExchangeRow.objects.filter(table__endswith="_basic").exclude(table="up_task_general_basic")
        }
        assert ("up_task_punish_basic", "02") in by_type
        assert all(kind in ("02", "03", "04", "06") for _table, kind in by_type)

    def test_goes_on_where_it_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.catalogue.actions.exchange.queue_exchange.LIMIT", 50)
        whole = Version.objects.filter(state="published", variant="").count()

        for _turn in range(-(-whole // 50)):
            assert queue_exchange(at=MONDAY) > 0

        assert queue_exchange(at=MONDAY) == 0


class TestTheProgram:
    def test_reads_the_rows_in_their_envelope_and_says_what_was_taken(self, program: Api) -> None:
        queue_exchange(at=MONDAY)

        first = program.get("exchange/rows", {"limit": 3}).json()
        row = first["results"][0]["row"]
        assert first["count"] == 3
        assert {"row_guid", "data_source", "cd_operation", "cd_time", "cd_batch"} <= set(row)
        assert row["cd_time"] == "2026-03-02 10:00:00"
        ids = [each["id"] for each in first["results"]]
        assert program.post("exchange/acknowledgements", {"ids": ids}).json() == {"taken": 3}

        again = program.get("exchange/rows", {"limit": 3}).json()
        assert not {each["id"] for each in again["results"]} & set(ids)
        assert program.post("exchange/acknowledgements", {"ids": ids}).json() == {"taken": 0}

    def test_pages_by_the_last_id(self, program: Api) -> None:
        queue_exchange(at=MONDAY)

        first = program.get("exchange/rows", {"limit": 2}).json()
        second = program.get("exchange/rows", {"limit": 2, "after": first["last"]}).json()

        assert min(each["id"] for each in second["results"]) > first["last"]

    def test_hands_in_what_was_refused_once(self, program: Api) -> None:
        queue_exchange(at=MONDAY)
        ExchangeRow.objects.update(sent_at=MONDAY)
        row = ExchangeRow.objects.earliest("pk")
        error = {
            "table_name": row.table,
            "table_row_guid": str(row.row_guid),
            "err_type": "E02",
            "remark": "设定依据为空",
            "table_update_time": "2026-03-02 12:00:00",
        }

        assert program.post("exchange/rejections", {"errors": [error]}).json() == {"taken": 1}
        assert program.post("exchange/rejections", {"errors": [error]}).json() == {"taken": 0}

        kept = Rejection.objects.get()
        assert (kept.row, kept.kind, kept.remark) == (row, "E02", "设定依据为空")
        assert kept.refused_at == dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)

    def test_has_an_error_laid_to_the_row_it_took_over_last_not_to_one_that_waits(self, program: Api) -> None:
        taken, _waiting = basic_rows_of_two_versions()
        error = {
            "table_name": taken.table,
            "table_row_guid": str(taken.row_guid),
            "table_update_time": "2026-03-02 12:00",
        }

        assert program.post("exchange/rejections", {"errors": [error]}).json() == {"taken": 1}

        assert Rejection.objects.get().row == taken

    def test_cannot_refuse_what_it_never_took_over(self, program: Api) -> None:
        queue_exchange(at=MONDAY)
        row = ExchangeRow.objects.earliest("pk")
        error = {"table_name": row.table, "table_row_guid": str(row.row_guid), "table_update_time": "2026-03-02 12:00"}

        assert program.post("exchange/rejections", {"errors": [error]}).status_code == 422
        assert not Rejection.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("table_row_guid", "not a guid"),
            ("table_row_guid", "00000000-0000-0000-0000-000000000000"),
            ("table_update_time", "yesterday"),
        ],
    )
    def test_is_told_which_error_cannot_be_taken_and_none_is(self, program: Api, field: str, value: str) -> None:
        queue_exchange(at=MONDAY)
        ExchangeRow.objects.update(sent_at=MONDAY)
        row = ExchangeRow.objects.earliest("pk")
        error = {"table_name": row.table, "table_row_guid": str(row.row_guid), "table_update_time": "2026-03-02 12:00"}

        answer = program.post("exchange/rejections", {"errors": [error, {**error, field: value}]})

        assert answer.status_code == 422
        assert f"errors[2].{field}" in answer.content.decode()
        assert Rejection.objects.count() == 0

    @pytest.mark.parametrize("role", ["applicant", "clerk", "steward"])
    def test_is_nobody_else(self, role: str) -> None:
        other = api_of(role)
        queue_exchange(at=MONDAY)

        assert other.get("exchange/rows").status_code == 403
        assert other.post("exchange/acknowledgements", {"ids": [1]}).status_code == 403
        assert other.post("exchange/rejections", {"errors": []}).status_code == 403
        assert not ExchangeRow.objects.exclude(sent_at=None).exists()


class TestSettleRejection:
    def refused(self) -> Rejection:
        queue_exchange(at=MONDAY)
        row = ExchangeRow.objects.earliest("pk")
        row.sent_at = MONDAY
        row.save()
        return Rejection.objects.create(row=row, kind="E02", refused_at=MONDAY, received_at=MONDAY)

    def test_notes_what_was_done_and_may_send_the_row_again(self) -> None:
        found = self.refused()

        settle_rejection(rejection_id=found.pk, note="已补充依据", again=True, actor=actor("publisher"), at=MONDAY)

        found.refresh_from_db()
        assert (found.settled_at, found.note) == (MONDAY, "已补充依据")
        again = ExchangeRow.objects.latest("pk")
        assert (again.row_guid, again.payload, again.sent_at) == (found.row.row_guid, found.row.payload, None)

    def test_leaves_the_newer_row_that_waits_to_go_up_last(self) -> None:
        old, waiting = basic_rows_of_two_versions()
        found = Rejection.objects.create(row=old, kind="E02", refused_at=MONDAY, received_at=MONDAY)

        assert not settle_rejection(
            rejection_id=found.pk, note="已重报", again=True, actor=actor("publisher"), at=MONDAY + DAY
        )

        assert list(ExchangeRow.objects.filter(row_guid=old.row_guid)) == [old, waiting]
        found.refresh_from_db()
        assert found.settled_at == MONDAY + DAY

    def test_sends_what_was_said_last_where_that_is_on_its_way_already(self) -> None:
        old, newer = basic_rows_of_two_versions()
        ExchangeRow.objects.update(sent_at=MONDAY + DAY)
        found = Rejection.objects.create(row=old, kind="E02", refused_at=MONDAY, received_at=MONDAY)

        assert settle_rejection(
            rejection_id=found.pk, note="已重报", again=True, actor=actor("publisher"), at=MONDAY + DAY
        )

        assert ExchangeRow.objects.filter(row_guid=old.row_guid).latest("pk").payload == newer.payload != old.payload

    def test_is_refused_twice_without_a_note_and_to_others(self) -> None:
        found = self.refused()
        with pytest.raises(BadInput):
            settle_rejection(rejection_id=found.pk, note=" ", again=False, actor=actor("publisher"), at=MONDAY)
        with pytest.raises(NotYours):
            settle_rejection(rejection_id=found.pk, note="好", again=False, actor=actor("steward"), at=MONDAY)
        found.refresh_from_db()
        assert found.settled_at is None

        settle_rejection(rejection_id=found.pk, note="好", again=False, actor=actor("publisher"), at=MONDAY)
        with pytest.raises(AlreadySettled):
            settle_rejection(rejection_id=found.pk, note="好", again=True, actor=actor("publisher"), at=MONDAY)
