"""Compare what was acknowledged with what the house holds, after the ordeal. Prints the verdict as JSON."""

import argparse
import json
import pathlib
from collections import Counter
from typing import Any

from tongban.cli.environment import opened

MOST_PASSES = 10


def main() -> None:
    """Read the acknowledged answers from a file and print what is lost, doubled or not proved."""
    parser = argparse.ArgumentParser()
    parser.add_argument("answers", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path, required=True)
    args = parser.parse_args()
    with opened(args):
        settle()
        print(json.dumps(verdict(json.loads(args.answers.read_text()))))


def settle() -> None:
    """Forward and work off until nothing waits; what a killed worker held is taken up, as its watcher would in time."""
    import asyncio

    from procrastinate.contrib.django import app, django_connector

    from tongban.kernel.clock import now
    from tongban.kernel.outbox import forward
    from tongban.matters.actions.sequence import checkpoint
    from tongban.worker.tasks import enqueue

    async def work_off() -> None:
        async with working.open_async():
            for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=0):
                await working.job_manager.retry_job(job)
            await working.run_worker_async(wait=False, install_signal_handlers=False)

    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    # What is done announces more, so once is not enough; what goes round in circles is left for the verdict.
    for _pass in range(MOST_PASSES):
        forwarded = 0
        while batch := forward(enqueue):
            forwarded += batch
        checkpoint(at=now())
        with app.replace_connector(connector.get_worker_connector()) as working:
            asyncio.run(work_off())
        if not forwarded:
            break


def verdict(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return counts of what is lost and doubled, each with sentences, and what the journal's proof found."""
    from tongban.cases.models import CaseMaterial, Decision, Delivery
    from tongban.kernel.outbox import waiting
    from tongban.kernel.signing import journal_key
    from tongban.matters.models import JournalEntry, Matter
    from tongban.matters.queries.verification import verify_journal

    steps, given = _acknowledged(answers)
    # By a revision came the items of the city, before there was any client.
    entries = {
        (number, sequence): (verb, state)
        for number, sequence, verb, state in JournalEntry.objects.exclude(matter__kind="revision").values_list(
            "matter__number", "sequence", "verb", "to_state"
        )
    }
    lost = [f"{at} {said}, held {entries.get(at)}" for at, said in steps.items() if entries.get(at) != said]
    doubled = [f"{at} {said} was never acknowledged" for at, said in entries.items() if at not in steps]
    held = Counter(CaseMaterial.objects.values_list("matter__number", "code"))
    lost += [f"the material {code} of {number}" for number, code in given if not held[number, code]]
    doubled += [
        f"the material {code} of {number}: {n}" for (number, code), n in held.items() if n > given[number, code]
    ]
    of_verbs = Counter(verb for verb, _state in entries.values())
    for verb, count in (
        ("draft", Matter.objects.exclude(kind="revision").count()),
        ("decide", Decision.objects.count()),
    ):
        lost += [f"{of_verbs[verb]} × {verb}, {count} rows"] if count != of_verbs[verb] else []
    lost += ["a delivery"] if Delivery.objects.count() != of_verbs["deliver"] else []
    wanted, letters = _letters()
    lost += [f"the letter {letter}" for letter in wanted - letters]
    doubled += [f"the letter {letter}" for letter in letters - wanted]
    lost += [f"{waiting()} announcements were not forwarded"] if waiting() else []
    proof = verify_journal(journal_key().vkey)
    findings = [*proof.findings, *([f"{proof.waiting} entries are not in the tree"] if proof.waiting else [])]
    return {
        "lost": lost,
        "doubled": doubled,
        "letters": letters.total(),
        "entries": proof.leaves,
        "findings": findings,
    }


def _acknowledged(answers: list[dict[str, Any]]) -> tuple[dict[tuple[str, int], tuple[str, str]], Counter[Any]]:
    """Return the acknowledged steps by number and sequence, and the materials by number and code."""
    steps: dict[tuple[str, int], tuple[str, str]] = {}
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


def _letters() -> tuple[Counter[Any], Counter[Any]]:
    """Return the letters that the journal asks for, and those that lie in the boxes, by entry and person."""
    from tongban.cases.rules.letters import letter_for
    from tongban.matters.models import JournalEntry
    from tongban.notices.models import Message

    wanted: Counter[Any] = Counter()
    for entry in JournalEntry.objects.select_related("matter"):
        matter = entry.matter
        if letter_for(entry.verb, number="", subject="", due_on=None) is not None:
            people = {matter.applicant_person_id, matter.agent_id} - {None}
            wanted.update((f"journal:{entry.pk}", person) for person in people)
    return wanted, Counter(Message.objects.values_list("once_key", "recipient_person_id"))


if __name__ == "__main__":
    main()
