"""Templates are data: drafted, tried, published from a day on, and never changed afterwards."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.load_templates import load_templates
from tongban.cases.actions.templates.publish_template import NoDraft
from tongban.cases.models import Document, DocumentTemplate
from tongban.cases.queries.templates import preview_template, template_page, templates
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.parties.models import Duty, PartyEvent
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind

KIND = "acceptance_notice"
WRONG = '#import "/base.typ": *\n#show: letter\n\n#nope'


@pytest.fixture
def admin() -> Actor:
    duty = Duty.objects.filter(kind=DutyKind.ADMINISTRATOR.value).select_related("official__account").first()
    assert duty is not None
    return actor_of(duty.official.account, "web", on=MONDAY.date())


def other_words() -> str:
    shipped = DocumentTemplate.objects.get(kind=KIND, version=1).source
    return shipped + "\n#note[本版式自发布之日起使用。]\n"


class TestShipped:
    def test_are_there_for_every_kind_from_the_first_day(self, admin: Actor) -> None:
        lines = templates(admin, dt.date(2004, 7, 1))

        assert {(line.kind, line.version, line.by_hand) for line in lines} == {
            (kind, 1, False) for kind in DOCUMENT_KINDS
        }

    def test_are_loaded_once(self) -> None:
        assert load_templates() == 0

    @pytest.mark.parametrize("kind", sorted({named.form: kind for kind, named in DOCUMENT_KINDS.items()}.values()))
    def test_can_be_set_as_a_mock_too(self, admin: Actor, kind: str) -> None:
        source = template_page(admin, kind).source

        assert preview_template(admin, kind, source, MONDAY, mock=True).data.startswith(b"%PDF-")

    def test_follow_the_program_until_somebody_writes_their_own(self, admin: Actor) -> None:
        DocumentTemplate.objects.bulk_create(
            [
                DocumentTemplate(
                    kind=KIND,
                    version=2,
                    source="old",
                    made_at=MONDAY,
                    published_at=MONDAY,
                    effective_from=MONDAY.date(),
                )
            ]
        )

        assert load_templates() == 1
        actions.draft_template(kind=KIND, source=other_words(), actor=admin, at=MONDAY)
        actions.publish_template(kind=KIND, effective_from=MONDAY.date(), actor=admin, at=MONDAY)

        assert load_templates() == 0
        assert [row.version for row in template_page(admin, KIND).versions] == [4, 3, 2, 1]


class TestDraft:
    def test_is_one_and_prints_nothing(self, admin: Actor) -> None:
        versions = [actions.draft_template(kind=KIND, source=other_words(), actor=admin, at=MONDAY) for _ in range(2)]

        number = case("accepted")

        assert versions == [2, 2]
        notice = Document.objects.select_related("template").get(matter__number=number, kind=KIND)
        assert notice.template is not None
        assert notice.template.version == 1
        assert PartyEvent.objects.filter(kind="draft_template").count() == 2

    @pytest.mark.parametrize("source", ["", " \n", "x" * 60_001, "a\x00"])
    def test_needs_a_text(self, admin: Actor, source: str) -> None:
        with pytest.raises(BadInput) as refused:
            actions.draft_template(kind=KIND, source=source, actor=admin, at=MONDAY)

        assert set(refused.value.errors) == {"source"}
        assert not DocumentTemplate.objects.filter(published_at=None).exists()

    @pytest.mark.parametrize("role", ["clerk", "decider", "supervisor", "applicant"])
    def test_is_for_administrators(self, role: str) -> None:
        with pytest.raises(NotYours):
            actions.draft_template(kind=KIND, source=other_words(), actor=actor(role), at=MONDAY)
        with pytest.raises(NotYours):
            preview_template(actor(role), KIND, other_words(), MONDAY)

        assert not DocumentTemplate.objects.filter(published_at=None).exists()

    def test_is_of_a_kind_that_there_is(self, admin: Actor) -> None:
        with pytest.raises(NotFound):
            actions.draft_template(kind="licence", source="x", actor=admin, at=MONDAY)


class TestPublish:
    def test_sets_documents_from_its_day_on(self, admin: Actor) -> None:
        actions.draft_template(kind=KIND, source=other_words(), actor=admin, at=MONDAY)
        actions.publish_template(kind=KIND, effective_from=(MONDAY + DAY).date(), actor=admin, at=MONDAY)

        before, after = case("accepted", MONDAY), case("accepted", MONDAY + DAY)

        used = {
            each.matter.number: each.template.version if each.template else 0
            for each in Document.objects.filter(kind=KIND).select_related("template", "matter")
        }
        assert used == {before: 1, after: 2}
        notice = Document.objects.get(matter__number=after, kind=KIND)
        assert actions.print_document(number=after, key=notice.key, actor=actor("clerk")).data.startswith(b"%PDF-")

    def test_needs_a_draft(self, admin: Actor) -> None:
        with pytest.raises(NoDraft):
            actions.publish_template(kind=KIND, effective_from=MONDAY.date(), actor=admin, at=MONDAY)

    @pytest.mark.parametrize(
        ("source", "told"),
        [
            (WRONG, "第 4 行：unknown variable: nope"),
            ('#import "/base.typ": *\n#text[x]', "模板须有一行 #show: letter"),
            ("#show: letter", "第 1 行"),
            ('#import "/base.typ": *\n#show: letter\n#data.rows.at(0).at(0)', "第 3 行"),
        ],
    )
    def test_is_refused_for_what_cannot_be_set(self, admin: Actor, source: str, told: str) -> None:
        actions.draft_template(kind=KIND, source=source, actor=admin, at=MONDAY)

        with pytest.raises(BadInput, match=told):
            actions.publish_template(kind=KIND, effective_from=MONDAY.date(), actor=admin, at=MONDAY)

        assert DocumentTemplate.objects.filter(kind=KIND, published_at=None).count() == 1

    def test_is_not_for_a_day_that_has_gone(self, admin: Actor) -> None:
        actions.draft_template(kind=KIND, source=other_words(), actor=admin, at=MONDAY)

        with pytest.raises(BadInput) as refused:
            actions.publish_template(kind=KIND, effective_from=(MONDAY - DAY).date(), actor=admin, at=MONDAY)

        assert set(refused.value.errors) == {"effective_from"}

    @pytest.mark.parametrize(
        "statement", ["UPDATE cases_document_template SET source = ''", "DELETE FROM cases_document_template"]
    )
    def test_is_for_ever(self, statement: str) -> None:
        with (
            pytest.raises(DatabaseError, match="what was made stays"),
            transaction.atomic(),
            connection.cursor() as run,
        ):
            run.execute(statement)
