"""Changes to the catalogue: drafts on their way through two reviews into force, and the versions of an item."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Code, Page
from tongban.api.shapes import revisions as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.bodies import Nothing
from tongban.catalogue import actions, queries
from tongban.catalogue.access import REVISION
from tongban.catalogue.queries.sentences import in_words
from tongban.catalogue.rules.drafts import print_of
from tongban.kernel import clock
from tongban.matters.actions.step import Stepped

calls = Calls("revisions 事项变更")
RevisionNumber = Annotated[str, Path(max_length=60, description="the number of a revision: BG…")]


class RevisionQuery(Body):
    """`state` is one of a revision's, `open`, or `waiting` for those whose next step is the caller's."""

    state: Annotated[str, Field(max_length=20)] = ""
    page: Page = 1


class DraftQuery(Body):
    """Which page of the drafts."""

    page: Page = 1


@calls.get("/items/{code}/versions", rule=PUBLIC, answer=shapes.ItemVersions)
def read_item_versions(request: HttpRequest, code: Code) -> shapes.ItemVersions:
    """Read how an item has changed: the versions that were in force, and what each changed, in words."""
    item = queries.announced(code)
    past = [
        shapes.PastVersionAnswer(
            number=each.number,
            effective_on=each.effective_on,
            superseded_at=each.superseded_at,
            standing=each.standing,
            standing_reason=each.standing_reason,
            changes=[in_words(said) for said in each.changes],
        )
        for each in queries.history_of(item.code)
    ]
    links = Links(self=f"/api/v1/items/{item.code}/versions")
    return shapes.ItemVersions(code=item.code, versions=past, links=links)


@calls.get("/revisions", rule=TOKEN, answer=shapes.Revisions)
def read_revisions(request: HttpRequest, asked: Query[RevisionQuery]) -> shapes.Revisions:
    """Read the revisions of the authorities whose items are the caller's to edit, review or publish."""
    found = queries.revision_list(caller(request), asked.state or None, page=asked.page, at=clock.now())
    rows = [shapes.RevisionAnswer(**_row(row)) for row in found.rows]
    return shapes.Revisions(count=found.count, page=found.page, pages=found.pages, results=rows)


# Before the address of one revision, which would take these names for numbers.
@calls.write("POST", "/revisions", rule=TOKEN, answer=shapes.MovedRevision, status=201, refuses=(404,))
def begin_revision(request: HttpRequest, body: shapes.Begin, key: Key) -> Any:
    """Begin to change an item: the draft is what is in force."""
    return _begun(request, key, body, actions.begin_revision)


@calls.write("POST", "/revisions/items", rule=TOKEN, answer=shapes.MovedRevision, status=201)
def begin_item(request: HttpRequest, body: shapes.BeginItem, key: Key) -> Any:
    """Begin a new item."""
    return _begun(request, key, body, actions.begin_item)


@calls.write("POST", "/revisions/standing", rule=TOKEN, answer=shapes.MovedRevision, status=201, refuses=(404,))
def propose_standing(request: HttpRequest, body: shapes.ProposeStanding, key: Key) -> Any:
    """Propose that items are suspended, cancelled or taken into use again."""
    return _begun(request, key, body, actions.propose_standing)


@calls.get("/revisions/{number}", rule=TOKEN, answer=shapes.RevisionWhole)
def read_revision(request: HttpRequest, number: RevisionNumber, asked: Query[DraftQuery]) -> shapes.RevisionWhole:
    """Read one with its drafts, how they differ from what is in force, and what keeps them from it."""
    found = queries.revision_view(number, caller(request), page=asked.page, at=clock.now())
    return shapes.RevisionWhole(
        **_row(found.row),
        drafts=[_draft(each) for each in found.drafts],
        draft_count=found.draft_count,
        page=found.page,
        pages=found.pages,
        entries=[shapes.RevisionEntryAnswer.model_validate(each) for each in found.entries],
        verbs=[move.verb for move in found.moves],
    )


@calls.write("PUT", "/revisions/{number}/drafts/{int:version_id}", rule=TOKEN, answer=shapes.MovedRevision)
def edit_revision(request: HttpRequest, number: RevisionNumber, version_id: int, body: shapes.Edit, key: Key) -> Any:
    """Put a content in the place of a draft's; what is not finished yet is kept too."""

    def work() -> shapes.MovedRevision:
        return _moved(
            actions.edit_revision(
                number=number,
                version_id=version_id,
                content=body.content,
                seen=body.seen,
                actor=caller(request),
                at=clock.now(),
            )
        )

    return once(request, key, body, work)


@calls.write("POST", "/revisions/{number}/drafts/{int:version_id}/drop", rule=TOKEN, answer=shapes.MovedRevision)
def drop_draft(request: HttpRequest, number: RevisionNumber, version_id: int, key: Key) -> Any:
    """Take one item out of a change of several."""

    def work() -> shapes.MovedRevision:
        return _moved(actions.drop_draft(number=number, version_id=version_id, actor=caller(request), at=clock.now()))

    return once(request, key, b"", work)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, the body it takes, and the action that it calls with the body's fields."""

    code: str
    body: type[Body]
    action: Callable[..., Stepped]


VERBS = (
    Verb("send_to_review", shapes.SendToReview, actions.send_to_review),
    Verb("pass_review", Nothing, actions.pass_review),
    Verb("send_back", shapes.WithReason, actions.send_back),
    Verb("publish", shapes.Publish, actions.publish_revision),
    Verb("abandon", shapes.WithReason, actions.abandon),
)


def _declare(verb: Verb) -> None:
    move = REVISION.move(verb.code)
    needs_nothing = not any(field.is_required() for field in verb.body.model_fields.values())

    def act(request: HttpRequest, number: RevisionNumber, key: Key, body: Any) -> Any:
        def work() -> shapes.MovedRevision:
            return _moved(
                verb.action(number=number, actor=caller(request), at=clock.now(), **body.model_dump(exclude_unset=True))
            )

        return once(request, key, body, work)

    act.__annotations__["body"] = verb.body
    if needs_nothing:
        act.__defaults__ = (verb.body(),)
    words = (
        f"{move.label} {move.label_en}",
        f"From {', '.join(sorted(move.sources))}; by {', '.join(sorted(move.duties))}. Basis: {move.basis}.",
    )
    path = f"/revisions/{{number}}/{verb.code}"
    declare = calls.write(
        "POST", path, rule=TOKEN, answer=shapes.MovedRevision, words=words, name=f"{verb.code}_revision"
    )
    declare(act)


for _verb in VERBS:
    _declare(_verb)


def _begun(request: HttpRequest, key: str, body: Body, action: Callable[..., str]) -> Any:
    def work() -> shapes.MovedRevision:
        number = action(actor=caller(request), at=clock.now(), **body.model_dump())
        return shapes.MovedRevision(number=number, state="drafting", version=1, links=_links(number))

    return once(request, key, body, work, status=201)


def _moved(done: Stepped) -> shapes.MovedRevision:
    return shapes.MovedRevision(number=done.number, state=done.state, version=done.version, links=_links(done.number))


def _row(row: queries.RevisionRow) -> dict[str, Any]:
    names = (name for name in shapes.RevisionAnswer.model_fields if name != "links")
    return {**{name: getattr(row, name) for name in names}, "links": _links(row.number)}


def _draft(draft: queries.DraftView) -> shapes.Draft:
    shaped = [
        shapes.DraftProblem(field=field, detail=in_words(message), rule="", severity="error", reason="")
        for field, message in draft.problems
    ]
    found = [
        shapes.DraftProblem(
            field=each.field,
            detail=in_words(each.message),
            rule=each.rule,
            severity=each.severity,
            reason=each.reason,
        )
        for each in draft.findings
    ]
    return shapes.Draft(
        version_id=draft.version_id,
        task_code=draft.task_code,
        name=draft.name,
        variant=draft.variant,
        number=draft.number,
        state=draft.state,
        content=dict(draft.content),
        print=print_of(draft.content),
        changes=[in_words(said) for said in draft.said],
        problems=[*shaped, *found],
    )


def _links(number: str) -> Links:
    return Links(self=f"/api/v1/revisions/{number}")
