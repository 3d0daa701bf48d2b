"""Prepare a home for the ordeal: the demo city, and a token for each role of its story. Prints them as JSON."""

import argparse
import base64
import datetime as dt
import json
import pathlib
from typing import Any

from tongban.cli.commands.demo import CITY
from tongban.cli.environment import opened

ROLES = ("applicant", "clerk", "lead_reviewer", "joint_reviewer", "decider", "issuer")
TOKEN_DAYS = 30


def main() -> None:
    """Load the city and print what the clients need."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=pathlib.Path, required=True)
    args = parser.parse_args()
    with opened(args) as house:
        from tongban.cli.city import load_city
        from tongban.cli.preparation import prepare
        from tongban.kernel.actions.set_parameter import set_parameter
        from tongban.kernel.allowances import SORTS
        from tongban.kernel.clock import now, today

        prepare(house)
        load_city(CITY, at=now(), say=lambda what, report: None)
        # A few clients do here what thousands do elsewhere.
        for sort in SORTS:
            set_parameter(key=f"rate_{sort}", value=0, basis="local parameter", effective_from=today())
        print(json.dumps(script()))


def script() -> dict[str, Any]:
    """Return what the story files and says, and the tokens of its people."""
    from tongban.catalogue.queries import find
    from tongban.cli.story.script import Script, exhibit
    from tongban.kernel.clock import now, today
    from tongban.parties.actions import issue_token
    from tongban.parties.models import Account
    from tongban.parties.queries import actor_of, parties_of

    story = Script.read(CITY)
    actors = {role: actor_of(Account.objects.get(username=story.username(role)), "web") for role in ROLES}
    until = now() + dt.timedelta(days=TOKEN_DAYS)
    tokens = {
        role: issue_token(name="ordeal", scopes=("read", "act"), expires_at=until, actor=actor, at=now()).raw
        for role, actor in actors.items()
    }
    name = story.item()["name"]
    files = [(paper["material"], *exhibit(paper)[:2]) for paper in story.facts["files"]]
    pause = story.facts["suspension"]
    return {
        "tokens": tokens,
        "item": next(row.code for row in find(name).results if row.name == name),
        "organisation": next(p.code for p in parties_of(actors["applicant"]) if p.kind == "organisation"),
        "answers": story.answers(today()),
        "files": [[material, name, base64.b64encode(data).decode()] for material, name, data in files],
        "suspension": {"kind": pause["kind"], "days": pause["days"], "reason": pause["reason"]},
        "opinions": [[opinion["by"], opinion["step"]] for opinion in story.facts["opinions"]],
    }


if __name__ == "__main__":
    main()
