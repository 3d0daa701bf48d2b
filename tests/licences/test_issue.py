import datetime as dt
import io
import re

import pytest
from pypdf import PdfReader

from tests.city import MONDAY, actor
from tests.licences.factory import FACE, authority_id, firm, human, licence
from tongban.kernel import files
from tongban.kernel.pdf import MissingGlyph
from tongban.kernel.rules.codes import licence_identifier_valid
from tongban.licences.actions.issue import UnknownLicenceType, issue
from tongban.licences.models import Licence, LicenceStanding
from tongban.matters.events import NotYours


def words(data: bytes) -> str:
    """Return the text of a PDF without its spaces."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


class TestIssue:
    def test_enters_the_licence_and_its_first_standing_in_four_statements(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        holder, issuer, where = firm(), actor("issuer"), authority_id()

        with django_assert_num_queries(4):
            issued = issue(
                type_code="road-excavation",
                holder=holder,
                authority_id=where,
                matter_id=None,
                face=FACE,
                valid_from=dt.date(2026, 3, 9),
                valid_until=dt.date(2026, 6, 8),
                actor=issuer,
                at=MONDAY,
            )

        made = Licence.objects.get(identifier=issued.identifier)
        assert (made.number, made.file_sha256) == (issued.number, issued.sha256)
        assert (made.state, made.version, made.trust_level) == ("valid", 1, "A")
        assert (made.issued_on, made.valid_from) == (dt.date(2026, 3, 2), dt.date(2026, 3, 9))
        assert (made.holder_organisation_id, made.holder_person_id) == (holder.id, None)
        assert (made.holder_name, made.holder_code) == (holder.name, holder.code)
        standing = LicenceStanding.objects.get(licence=made)
        assert (standing.state, standing.from_at, standing.actor_name) == ("valid", MONDAY, issuer.name)

    def test_gives_an_identifier_whose_check_character_is_right(self) -> None:
        issued = licence()

        root, type_code, uscc, serial, version, check = issued.identifier.rsplit(".", 5)
        assert licence_identifier_valid(issued.identifier)
        assert not licence_identifier_valid(issued.identifier[:-1] + ("A" if check != "A" else "B"))
        assert (root, version) == ("1.2.156.3005.2", "001")
        assert type_code == Licence.objects.get().type.type_code
        assert uscc == Licence.objects.get().authority.uscc
        assert serial.startswith("2026")
        assert len(serial) == 11

    def test_numbers_each_licence_differently(self) -> None:
        first, second = licence(), licence()

        assert first.number != second.number
        assert first.identifier != second.identifier

    def test_prints_what_the_type_names_and_nothing_else(self) -> None:
        issued = licence(valid_from=dt.date(2026, 3, 9), valid_until=dt.date(2026, 6, 8))

        text = words(files.read(issued.sha256))
        for told in (
            "挖掘城市道路许可证",
            firm().name,
            firm().code,
            "示例东路",
            "人行道、车行道",
            "18.5",
            "2026年4月16日",
            "夜间施工，保留一条车道。",
            "2026年3月9日至2026年6月8日",
            issued.number,
            issued.identifier,
        ):
            assert re.sub(r"\s", "", told) in text
        assert "19900000110" not in text
        assert "contact_phone" not in [line["key"] for line in Licence.objects.get().face]

    def test_prints_a_persons_identity_number_masked_and_keeps_it_whole(self) -> None:
        holder = human()

        issued = licence(holder=holder)

        text = words(files.read(issued.sha256))
        assert holder.name in text
        assert holder.masked_code in text
        assert holder.code not in text
        assert Licence.objects.get().holder_code == holder.code

    def test_says_that_a_licence_without_end_is_valid_for_long(self) -> None:
        issued = licence(valid_until=None)

        assert "2026年3月2日起长期有效" in words(files.read(issued.sha256))

    def test_makes_a_pdf_a_with_a_signature_in_it(self) -> None:
        data = files.read(licence().sha256)

        assert data.startswith(b"%PDF-")
        assert b"pdfaid:part" in data
        assert b"/ETSI.CAdES.detached" in data

    @pytest.mark.parametrize("role", ["applicant", "clerk", "decider", "stranger"])
    def test_is_refused_without_the_duty_and_leaves_no_trace(self, role: str) -> None:
        with pytest.raises(NotYours):
            licence(by=actor(role))

        assert not Licence.objects.exists()
        assert not LicenceStanding.objects.exists()

    def test_is_refused_for_an_unknown_type_and_leaves_no_trace(self) -> None:
        with pytest.raises(UnknownLicenceType):
            licence(type_code="no-such-licence")

        assert not Licence.objects.exists()

    def test_is_refused_when_the_font_lacks_a_character_and_leaves_no_trace(self) -> None:
        with pytest.raises(MissingGlyph) as missing:
            licence(face={"road_name": {"label": "道路", "value": "\U0001f6a7"}})

        assert missing.value.text == "\U0001f6a7"
        assert not Licence.objects.exists()
