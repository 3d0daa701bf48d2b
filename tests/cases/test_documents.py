"""Documents: numbered without a gap, made once, the same bytes for ever, and refused when they cannot be printed."""

import dataclasses
import hashlib
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from tests.cases.factory import case, road_code
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.make_documents import make_documents
from tongban.cases.actions.paper import paper
from tongban.cases.models import Case, Document, DocumentSeries
from tongban.cases.queries import document_state, reading
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.document_face import VALID
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.kernel.pdf import MissingGlyph
from tongban.kernel.signing import verify_pdf
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.models import Authority


def documents(number: str) -> list[Document]:
    return list(Document.objects.filter(matter__number=number).order_by("pk"))


def words(data: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "".join(text.split())


def written(number: str, kind: str, **said: Any) -> Document:
    """Write a document of any kind, as a step would."""
    facts = read_case(number, actor("clerk"))
    row: Any = paper(facts, kind, at=MONDAY, **{"fields": [("申请人", facts.matter.applicant_name)], **said}).row
    row.matter_id = facts.matter.pk
    row.save()
    row.refresh_from_db()
    return row  # type: ignore[no-any-return]


class TestNumbers:
    def test_count_by_authority_kind_and_year_without_a_gap(self) -> None:
        first, second = case("accepted"), case("accepted")

        (_receipt, notice), (_other, next_one) = documents(first), documents(second)

        assert (notice.number, next_one.number) == ("筑综执受〔2026〕1号", "筑综执受〔2026〕2号")
        assert (notice.key, next_one.key) == (f"{first}-SL01", f"{second}-SL01")

    def test_leave_none_out_when_a_step_fails(self) -> None:
        number = case("submitted")
        before = {each.prefix: each.last for each in DocumentSeries.objects.all()}

        with pytest.raises(RuntimeError), transaction.atomic():
            actions.accept(number=number, actor=actor("clerk"), at=MONDAY)
            raise RuntimeError

        assert {each.prefix: each.last for each in DocumentSeries.objects.all()} == before

    def test_begin_anew_with_the_year_in_china(self) -> None:
        number = case("reviewing")
        year_end = MONDAY.replace(year=2026, month=12, day=31, hour=15, minute=59)

        last = written(number, "voiding_note")
        facts = read_case(number, actor("clerk"))
        numbers = []
        for at in (year_end, year_end + DAY / 24):
            row: Any = paper(facts, "voiding_note", at=at, fields=[]).row
            row.matter_id = facts.matter.pk
            row.save()
            row.refresh_from_db()
            numbers.append(row.number)

        assert [last.number, *numbers] == ["筑综执废〔2026〕1号", "筑综执废〔2026〕2号", "筑综执废〔2027〕1号"]

    def test_of_two_of_a_kind_in_one_case_differ(self) -> None:
        number = case("reviewing")

        made = [written(number, "third_party_notice") for _ in range(2)]

        assert [each.key for each in made] == [f"{number}-LG01", f"{number}-LG02"]

    def test_stand_under_the_short_name_where_an_authority_has_no_mark(self) -> None:
        number = case("submitted")
        owner = Matter.objects.get(number=number).owner_id
        Authority.objects.filter(pk=owner).update(document_mark="")
        reading._authority.cache_clear()

        assert written(number, "voiding_note").number == "市综合执法局废〔2026〕1号"
        reading._authority.cache_clear()

    def test_have_a_mark_and_a_code_for_each_kind(self) -> None:
        codes = [kind.code for kind in DOCUMENT_KINDS.values()]
        marks = [kind.mark for kind in DOCUMENT_KINDS.values()]

        assert len(set(codes)) == len(set(marks)) == len(DOCUMENT_KINDS)
        assert all(code.isascii() and code.isupper() for code in codes)


class TestMaking:
    def test_is_not_done_within_the_step(self) -> None:
        assert [each.sha256 for each in documents(case("accepted"))] == ["", ""]

    def test_is_done_once_and_gives_the_same_bytes_for_ever(self) -> None:
        number = case("accepted")
        receipt, notice = documents(number)

        first = actions.print_document(number=number, key=notice.key, actor=actor("applicant"))
        again = actions.print_document(number=number, key=notice.number, actor=actor("clerk"))

        assert first.data == again.data
        notice.refresh_from_db()
        assert notice.sha256 == hashlib.sha256(first.data).hexdigest()
        receipt.refresh_from_db()
        assert receipt.sha256
        assert make_documents(notice.matter_id) == 0

    def test_signs_what_the_step_said_with_number_and_officer(self) -> None:
        number = case("accepted")
        notice = documents(number)[-1]

        printed_one = actions.print_document(number=number, key=notice.key, actor=actor("clerk"))

        text = words(printed_one.data)
        clerk = JournalEntry.objects.get(matter__number=number, verb="accept").actor["name"]
        firm = Matter.objects.get(number=number).applicant_organisation
        assert firm is not None
        for said in (
            "受理通知书",
            notice.number,
            number,
            road_code(),
            clerk,
            firm.uscc,
            "贵阳市综合行政执法局（贵阳市城市管理局）",
        ):
            assert said.replace(" ", "") in text
        assert verify_pdf(printed_one.data).valid

    def test_gives_a_signed_page_of_each_kind(self) -> None:
        number, clerk = case("accepted"), actor("clerk")

        for kind in sorted(DOCUMENT_KINDS):
            made = written(
                number,
                kind,
                body=["依照《中华人民共和国行政许可法》办理。"],
                columns=("材料", "形式"),
                rows=[["申请书", "电子"], ["平面图", "纸质"]],
            )

            file = actions.print_document(number=number, key=made.key, actor=clerk)

            text = words(file.data)
            assert made.number in text
            assert DOCUMENT_KINDS[kind].title in text
            assert "平面图" in text
            assert "模拟审批" not in text

    def test_marks_each_page_of_a_mock_case(self) -> None:
        number = case("accepted")
        Case.objects.filter(matter__number=number).update(mock=True)
        made = written(number, "decision", rows=[[str(row)] for row in range(60)], columns=("行",))

        data = actions.print_document(number=number, key=made.key, actor=actor("clerk")).data

        pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]
        assert len(pages) > 1
        assert all("模拟审批" in page and "不具法律效力" in page for page in pages)
        assert document_state(made.key).mock

    def test_tells_a_third_party_nothing_of_the_applicant_s_papers(self) -> None:
        number = case("accepted")
        firm = Matter.objects.get(number=number).applicant_organisation
        assert firm is not None
        made = written(number, "third_party_notice", fields=[("利害关系人", "某某")], addressee="某某")

        data = actions.print_document(number=number, key=made.key, actor=actor("clerk")).data

        assert firm.uscc not in words(data)

    def test_says_where_an_officer_is_named_whose_name_cannot_be_printed(self) -> None:
        number, clerk = case("submitted"), actor("clerk")
        actions.accept(number=number, actor=dataclasses.replace(clerk, name="王\U0002a6d6"), at=MONDAY)
        notice = documents(number)[-1]

        data = actions.print_document(number=number, key=notice.key, actor=clerk).data

        assert "姓名含字库外的字，见办理记录" in words(data)

    def test_is_of_the_authority_that_owns_the_case_then(self) -> None:
        number = case("submitted")
        other = Authority.objects.get(short_name="市政务服务局")
        Matter.objects.filter(number=number).update(owner=other)
        facts = read_case(number, actor("applicant"))

        row: Any = paper(facts, "voiding_note", at=MONDAY, fields=[]).row

        assert row.authority_id == other.pk
        assert row.data["authority"] == other.name
        assert other.phone in row.data["footer"]


class TestCannotBePrinted:
    def test_refuses_the_step_and_leaves_no_trace(self) -> None:
        number = case("submitted")
        before = list(DocumentSeries.objects.order_by("prefix").values_list("prefix", "last"))

        with pytest.raises(MissingGlyph, match="\U0002a6d6"):
            actions.accept(number=number, actor=actor("clerk"), at=MONDAY, note="致\U0002a6d6先生")

        assert Matter.objects.get(number=number).state == "submitted"
        assert len(documents(number)) == 1
        assert list(DocumentSeries.objects.order_by("prefix").values_list("prefix", "last")) == before


class TestStay:
    @pytest.mark.parametrize("change", ["title = 'x'", "data = '{}'", "number = 'x'", "made_at = now()"])
    def test_as_they_were_written(self, change: str) -> None:
        notice = documents(case("accepted"))[-1]

        with (
            pytest.raises(DatabaseError, match="what was made stays"),
            transaction.atomic(),
            connection.cursor() as run,
        ):
            run.execute(f"UPDATE cases_document SET {change} WHERE id = %s", [notice.pk])

    def test_under_the_hash_that_they_were_made_with(self) -> None:
        notice = documents(case("accepted"))[-1]
        make_documents(notice.matter_id)

        for statement in (
            "UPDATE cases_document SET sha256 = '' WHERE id = %s",
            "DELETE FROM cases_document WHERE id = %s",
        ):
            with pytest.raises(DatabaseError, match="what was made stays"), transaction.atomic():
                with connection.cursor() as run:
                    run.execute(statement, [notice.pk])


class TestState:
    def test_is_told_to_anybody_with_the_hash_once_there_is_a_file(self) -> None:
        number = case("accepted")
        notice = documents(number)[-1]

        before = document_state(notice.key)
        make_documents(notice.matter_id)
        after = document_state(notice.number)

        assert (before.sha256, before.standing, before.authority) == (
            "",
            VALID,
            "贵阳市综合行政执法局（贵阳市城市管理局）",
        )
        assert (after.key, after.number, len(after.sha256)) == (notice.key, notice.number, 64)
