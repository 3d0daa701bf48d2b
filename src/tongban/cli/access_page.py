"""The reference page of who comes to which door, printed from the rules of doors and things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tongban.cli.access_rules import ROLES, SAFE, Door, calls, pages
from tongban.cli.access_things import Reach, Roles, reach_of
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import Admits

HEAD = """\
# The access matrix

Printed by `./tongban docs` from the rules that pages and calls declare and from the table of whom each thing exists for
(`tongban.cli.access_things`); `tests/access/test_matrix.py` asks at these doors in every role and holds answers and
database against it. Whoever is not named gets 404 (or is told to sign in, 401 or 302, or that the page is not for
them, 403), in the same words whether the thing exists or not, and changes nothing. What [access](../explain/access.md)
says in words stands here address by address.

“Mine” is: of the person themselves, or of whom they act for. A dash: the address names nothing that is anybody's;
whoever the door admits reads there what their own rule lets them, and an action asks for its duty once more.

"""
# A group is named by its word where a whole one is meant.
GROUPS = (
    ("all that have to do with the case at its authority", ("clerk", "lead_reviewer", "decider", "issuer", "head")),
    ("who watches over it", ("supervisor", "administrator", "government_head")),
    ("the stewards of its catalogue", ("steward", "item_reviewer", "publisher")),
)


def access_page() -> str:
    """Return docs/reference/access-matrix.md; the routes must be loaded."""
    return "".join(_page())


def _page() -> Iterator[str]:
    yield HEAD
    yield "## Roles\n\n| role | is | pages | API |\n|---|---|---|---|\n"
    for name, role in ROLES.items():
        scopes = "refused" if role.scopes is None else " ".join(sorted(role.scopes)) or "without token"
        yield f"| {_words(name)} | {role.words} | {'signs in' if role.signs_in else '–'} | {scopes} |\n"
    for title, doors in (("Pages", list(pages())), ("API", list(calls()))):
        yield f"\n## {title}\n\n| address | the door admits | is there for | who may act |\n|---|---|---|---|\n"
        yield from map(_row, sorted(doors, key=lambda door: (door.address, door.methods)))


def _row(door: Door) -> str:
    reach = reach_of(door)
    methods = f"{' '.join(door.methods)} " if door.of_api else ""
    reads = not door.of_api or any(method in SAFE for method in door.methods)
    acts = not door.of_api or not reads
    finders = _who(reach.finders) if reach is not None else "–"
    doers = "–" if reach is None or not acts else _doers(reach)
    address = door.address.replace("<", "{").replace(">", "}").replace("str:", "").replace("|", "\\|") or "/"
    return f"| `{methods}{address}` | {_rule(door)} | {finders} | {doers} |\n"


def _doers(reach: Reach) -> str:
    return "of them, whom the action lets" if reach.doers is None else _who(reach.doers)


def _rule(door: Door) -> str:
    if door.rule is None:
        return "a token" if door.token_required else "everybody"
    if door.rule.admits is not Admits.OFFICIALS:
        return str(door.rule.admits.value).replace("_", " ")
    duties = door.rule.duties
    if not duties or duties == frozenset(DutyKind):
        return "officials"
    return "officials: " + ", ".join(sorted(_words(each.value) for each in duties))


def _who(roles: Roles) -> str:
    if not roles:
        return "nobody of these"
    if roles >= frozenset(ROLES):
        return "everybody"
    left, told = set(roles), []
    if left >= {"applicant", "agent"}:
        told, left = ["mine"], left - {"applicant", "agent"}
    for words, group in GROUPS:
        if left >= set(group):
            told, left = [*told, words], left - set(group)
    return ", ".join([*told, *_in_order(left)])


def _in_order(roles: Iterable[str]) -> list[str]:
    return [_words(name) for name in ROLES if name in set(roles)]


def _words(name: str) -> str:
    return name.replace("_", " ")
