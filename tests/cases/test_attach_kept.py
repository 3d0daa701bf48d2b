import io

import pytest
from PIL import Image

from tests.cases.factory import case, pdf
from tests.city import DAY, MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.models import CaseMaterial
from tongban.cases.queries import case_page
from tongban.cases.queries.keeping import from_space
from tongban.kernel import files
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.sharing.actions import DocumentLapsed, add_document, remove_document
from tongban.sharing.models import KeptDocument
from tongban.sharing.queries import my_document, my_documents

pytestmark = pytest.mark.usefixtures("city", "db")


def given(number: str, code: str = "plan") -> list[CaseMaterial]:
    return list(CaseMaterial.objects.filter(matter__number=number, code=code, removed_at=None).order_by("pk"))


def keep(name: str = "合同", **more: object) -> int:
    caller = actor("applicant")
    told: dict[str, object] = {
        "kind": "organisation",
        "party_id": company(caller),
        "name": name,
        "file_name": f"{name}.pdf",
        "data": pdf(),
        "obtained_on": MONDAY.date(),
        "valid_until": None,
        **more,
    }
    return add_document(actor=caller, at=MONDAY, **told)  # type: ignore[arg-type]


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 50), "red").save(out, "JPEG")
    return out.getvalue()


class TestAttachKept:
    def test_gives_what_is_kept_and_counts_it(self) -> None:
        number, kept = case("draft"), keep()

        actions.attach_kept(number=number, material_code="plan", document_id=kept, actor=actor("applicant"), at=MONDAY)

        last = given(number)[-1]
        assert (last.kept_document_id, last.sha256) == (kept, KeptDocument.objects.get().sha256)
        assert my_document(actor("applicant"), kept).times_used == 1

    def test_stays_with_the_case_when_it_is_removed_from_the_space(self) -> None:
        number, kept = case("draft"), keep()
        actions.attach_kept(number=number, material_code="plan", document_id=kept, actor=actor("applicant"), at=MONDAY)

        remove_document(document_id=kept, actor=actor("applicant"), at=MONDAY)

        assert files.read(given(number)[-1].sha256) == pdf()

    def test_is_refused_when_it_is_another_owners_or_lapsed(self) -> None:
        caller, number = actor("applicant"), case("draft")
        private = keep(kind="person", party_id=caller.person_id)
        lapsed = keep("旧合同", data=picture(), file_name="旧.png", valid_until=MONDAY.date())
        before = given(number)

        with pytest.raises(NotFound):
            actions.attach_kept(number=number, material_code="plan", document_id=private, actor=caller, at=MONDAY)
        with pytest.raises(DocumentLapsed):
            actions.attach_kept(
                number=number, material_code="plan", document_id=lapsed, actor=caller, at=MONDAY + 2 * DAY
            )
        with pytest.raises(NotFound):
            actions.attach_kept(
                number=number, material_code="plan", document_id=lapsed, actor=actor("stranger"), at=MONDAY
            )

        assert given(number) == before
        assert my_document(caller, lapsed).times_used == 0

    def test_is_refused_once_the_application_is_handed_in(self) -> None:
        number, kept = case("submitted"), keep()

        with pytest.raises(NotAllowedNow):
            actions.attach_kept(
                number=number, material_code="plan", document_id=kept, actor=actor("applicant"), at=MONDAY
            )


class TestKeepGiven:
    def test_is_offered_the_next_time(self) -> None:
        caller, number = actor("applicant"), case("draft")
        file = given(number)[0]

        kept = actions.keep_given(number=number, material_id=file.pk, actor=caller, at=MONDAY)

        told = my_document(caller, kept)
        assert (told.owner_kind, told.name, told.source, told.case_number) == (
            "organisation",
            file.name,
            "case",
            number,
        )
        page = case_page(caller, case("draft"), MONDAY)
        offered = from_space(page.raw.matter, page.item.materials, MONDAY.date())["plan"]
        assert [each.id for each in offered.fitting] == [kept]

    def test_is_the_applicants_alone(self) -> None:
        number = case("submitted")
        file = given(number)[0]

        with pytest.raises(NotYours):
            actions.keep_given(number=number, material_id=file.pk, actor=actor("clerk"), at=MONDAY)
        with pytest.raises(NotFound):
            actions.keep_given(number=number, material_id=file.pk, actor=actor("stranger"), at=MONDAY)

        assert not KeptDocument.objects.exists()
        assert my_documents(actor("applicant")).count == 0


class TestAttachPictures:
    def test_makes_one_pdf_of_several(self) -> None:
        number = case("draft")

        file = actions.attach_pictures(
            number=number,
            material_code="plan",
            pictures=[("1.jpg", jpeg()), ("2.png", picture())],
            actor=actor("applicant"),
            at=MONDAY,
        )

        made = CaseMaterial.objects.get(pk=file)
        assert (made.media_type, made.file_name) == ("application/pdf", f"{made.name}.pdf")
        assert files.read(made.sha256).startswith(b"%PDF-")

    @pytest.mark.parametrize("bad", [("1.jpg", b"\xff\xd8\xff broken"), ("1.pdf", pdf())])
    def test_takes_only_pictures_and_names_the_wrong_one(self, bad: tuple[str, bytes]) -> None:
        number = case("draft")
        before = given(number)

        with pytest.raises(BadInput) as refused:
            actions.attach_pictures(
                number=number,
                material_code="plan",
                pictures=[("好.jpg", jpeg()), bad],
                actor=actor("applicant"),
                at=MONDAY,
            )

        assert refused.value.errors["plan"].startswith(bad[0])
        assert given(number) == before
