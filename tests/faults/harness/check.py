"""Hold what was acknowledged against what the house has, while it serves on. Prints the verdict as JSON."""

import argparse
import json
import pathlib
from collections import Counter
from typing import Any

from tongban.cli.environment import opened

Steps = dict[tuple[str, int], tuple[str, str]]


def main() -> None:
    """Read the acknowledged answers from a file and print what is lost, doubled, unproved or wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("answers", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path, required=True)
    parser.add_argument("--settle", action="store_true", help="do first what waits; nobody may serve meanwhile")
    args = parser.parse_args()
    with opened(args):
        if args.settle:
            from tests.faults.harness.settle import settle

            settle()
        print(json.dumps(verdict(json.loads(args.answers.read_text()))))


def verdict(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sentences of what is lost, doubled, unproved or wrong, none where all holds, and how much there is."""
    from tests.faults.harness.days import days_that_differ
    from tongban.kernel.outbox import waiting
    from tongban.kernel.signing import journal_key
    from tongban.matters.queries.verification import verify_journal

    steps, given = _acknowledged(answers)
    held = _held()
    lost = [f"{at} {said}, held {held.get(at)}" for at, said in steps.items() if held.get(at) != said]
    doubled = [f"{at} {said} was never acknowledged" for at, said in held.items() if at not in steps]
    counts = (_materials(given), _rows(_said()), _letters(), _papers())
    for more_lost, more_doubled in counts:
        lost, doubled = lost + more_lost, doubled + more_doubled
    lost += [f"{waiting()} announcements were not forwarded"] if waiting() else []
    proof = verify_journal(journal_key().vkey)
    return {
        "lost": lost,
        "doubled": doubled,
        "findings": [*proof.findings, *([f"{proof.waiting} entries are not in the tree"] if proof.waiting else [])],
        "days": days_that_differ(),
        "jobs": _jobs(),
        "entries": proof.leaves,
        "letters": _boxes().total(),
        "steps": len(held),
    }


def _acknowledged(answers: list[dict[str, Any]]) -> tuple[Steps, Counter[Any]]:
    """Return the acknowledged steps by number and sequence, and the materials by number and code."""
    steps: Steps = {}
    given: Counter[Any] = Counter()
    for answer in answers:
        parts, said = answer["path"].strip("/").split("/"), answer["said"]
        if parts == ["applications"]:
            steps[said["number"], 1] = ("draft", said["state"])
        elif parts[2] == "materials":
            given[parts[1], parts[3]] += 1
        else:
            steps[said["number"], said["version"]] = (parts[2], said["state"])
    return steps, given


def _held() -> Steps:
    from tongban.parties.rules.actor import SYSTEM

    # What the house does by itself (it notes a register that did not answer, it closes cases by night) it tells nobody.
    rows = _entries().exclude(source=SYSTEM.source).values_list("matter__number", "sequence", "verb", "to_state")
    return {(number, sequence): (verb, state) for number, sequence, verb, state in rows}


def _said() -> Counter[str]:
    """Return how often each verb was said, by whomever."""
    return Counter(_entries().values_list("verb", flat=True))


def _entries() -> Any:
    from tongban.matters.models import JournalEntry

    # By a revision came the items of the city, before there was any client.
    return JournalEntry.objects.exclude(matter__kind="revision")


def _materials(given: Counter[Any]) -> tuple[list[str], list[str]]:
    from tongban.cases.models import CaseMaterial

    held = Counter(CaseMaterial.objects.values_list("matter__number", "code"))
    lost = [f"the material {code} of {number}" for number, code in given if not held[number, code]]
    more = {at: n for at, n in held.items() if n > given[at]}
    return lost, [f"the material {code} of {number}: {n}" for (number, code), n in more.items()]


def _rows(of_verbs: Counter[str]) -> tuple[list[str], list[str]]:
    """Compare the rows that a verb writes with how often it was said."""
    from tongban.cases.models import Archive, Decision, Delivery
    from tongban.licences.models import Licence
    from tongban.matters.models import Matter, Pause

    written = {
        "draft": Matter.objects.exclude(kind="revision").count(),
        "suspend": Pause.objects.count(),
        "resume": Pause.objects.exclude(ended_on=None).count(),
        "decide": Decision.objects.count(),
        "issue": Licence.objects.exclude(matter=None).count(),
        "deliver": Delivery.objects.count(),
        # Made by a handler, and packed anew when the version is another: a closed case is closed once.
        "close": Archive.objects.count(),
    }
    told = {verb: f"{of_verbs[verb]} × {verb}, {count} rows" for verb, count in written.items()}
    lost = [told[verb] for verb, count in written.items() if count < of_verbs[verb]]
    return lost, [told[verb] for verb, count in written.items() if count > of_verbs[verb]]


def _letters() -> tuple[list[str], list[str]]:
    """Compare the letters that the journal asks for with those in the boxes, by entry and person."""
    from tongban.cases.rules.letters import letter_for
    from tongban.matters.models import JournalEntry

    wanted: Counter[Any] = Counter()
    for entry in JournalEntry.objects.select_related("matter"):
        matter = entry.matter
        if letter_for(entry.verb, number="", subject="", due_on=None) is not None:
            people = {matter.applicant_person_id, matter.agent_id} - {None}
            wanted.update((f"journal:{entry.pk}", person) for person in people)
    boxes = _boxes()
    return [f"the letter {letter}" for letter in wanted - boxes], [f"the letter {letter}" for letter in boxes - wanted]


def _boxes() -> Counter[Any]:
    """Return the letters that people have of steps; of what it notices by night the house writes to officials."""
    from tongban.notices.models import Message

    of_steps = Message.objects.filter(once_key__startswith="journal:", recipient_official=None)
    return Counter(of_steps.values_list("once_key", "recipient_person_id"))


def _papers() -> tuple[list[str], list[str]]:
    """Hold that each document was made, and that each file that a row names is there whole."""
    from tongban.cases.models import Archive, CaseMaterial, Document
    from tongban.kernel import files

    unmade = [f"the file of {key}" for key in Document.objects.filter(sha256="").values_list("key", flat=True)]
    named: set[str] = set()
    for model in (CaseMaterial, Document, Archive):
        named |= set(model.objects.exclude(sha256="").values_list("sha256", flat=True))
    gone = []
    for sha256 in sorted(named):
        try:
            files.read(sha256)
        except files.FileLost:
            gone.append(f"the bytes {sha256}")
    return unmade + gone, []


def _jobs() -> list[str]:
    """List the handlers' jobs that were given up, and those that nobody works on though they are marked so.

    What is done by the clock may fail with its connection: its next turn, which may be tomorrow, makes up for it.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts, args::text FROM procrastinate_jobs"
            " WHERE task_name = 'handle' AND status IN ('todo', 'doing', 'failed')"
        )
        return [f"the job {name} {args} is {status} after {n} tries" for name, status, n, args in cursor.fetchall()]


if __name__ == "__main__":
    main()
