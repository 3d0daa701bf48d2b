"""Collect the static files, and print what clients need: the demo city's story and a token for each of its people."""

import json

from tongban.cli.environment import start_django


def main() -> None:
    """Do both; what is printed is JSON."""
    start_django()
    from tests.faults.harness.prepare import script
    from tongban.cli.commands.demo import CITY
    from tongban.cli.preparation import collect_static
    from tongban.cli.story.script import PASSWORD, Script
    from tongban.kernel.clock import now
    from tongban.parties.actions import set_demo_password

    collect_static()
    # One is enough to sign in with, and a password takes its time.
    applicant = Script.read(CITY).username("applicant")
    set_demo_password(usernames=[applicant], password=PASSWORD, at=now())
    print(json.dumps(script()))


if __name__ == "__main__":
    main()
