"""The Django peer: what a Django developer would write, with our sign-in, on Django's own settings and ORM."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import Any

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.decide.plain_settings"
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from django.views.decorators.http import require_POST  # noqa: E402

from tongban.cases.models import Case, Decision, Document, Review  # noqa: E402
from tongban.kernel.clock import day_of, now  # noqa: E402
from tongban.kernel.models import Announcement, IdempotentAnswer  # noqa: E402
from tongban.kernel.queries import calendar_of  # noqa: E402
from tongban.matters.models import Clock, JournalEntry, Matter  # noqa: E402
from tongban.matters.rules.entries import entry_hash  # noqa: E402
from tongban.parties.queries import actor_of_token  # noqa: E402
from tongban.parties.rules.actor import Actor, DutyKind  # noqa: E402

DELIVERY_DAYS = 10


@csrf_exempt
@require_POST
def decide(request: HttpRequest, number: str) -> JsonResponse:
    """Check the token, the key and the case, then save row after row in one transaction."""
    actor = actor_of_token(request.headers["Authorization"].removeprefix("Bearer "), "api")
    if actor is None:
        return JsonResponse({"detail": "token"}, status=401)
    key, caller = request.headers["Idempotency-Key"], f"django:{actor.account_id}"
    kept = IdempotentAnswer.objects.filter(caller=caller, key=key).first()
    if kept is not None:
        return JsonResponse(kept.answer)
    outcome = json.loads(request.body)["outcome"]
    with transaction.atomic():
        answer = _decided(number, outcome, actor, now())
        if answer is None:
            return JsonResponse({"detail": "not now"}, status=409)
        IdempotentAnswer.objects.create(caller=caller, key=key, fingerprint="0" * 64, answer=answer)
    return JsonResponse(answer)


def _decided(number: str, outcome: str, actor: Actor, at: dt.datetime) -> dict[str, Any] | None:
    matter = Matter.objects.select_for_update().get(number=number)
    case = Case.objects.select_related("version__implementation__authority").get(matter=matter)
    reviews = Review.objects.filter(matter=matter)
    if not actor.holds(DutyKind.DECIDER, matter.owner_id) or matter.state != "deciding":
        return None
    if any(review.given_at is None or review.reviewer_id == actor.official_id for review in reviews):
        return None
    today = day_of(at)
    for clock in Clock.objects.filter(matter=matter, stopped_on=None):
        clock.stopped_on = today
        clock.save()
    due = calendar_of(matter.region_id).add(today, DELIVERY_DAYS)
    Clock.objects.create(
        matter=matter, kind="delivery", started_on=today, days=DELIVERY_DAYS, due_on=due.day, due_provisional=False
    )
    Decision.objects.create(
        matter=matter,
        outcome=outcome,
        decided_by_id=actor.official_id,
        decider_name=actor.name,
        decided_at=at,
        valid_from=today,
    )
    case.decided_at = at
    case.save()
    matter.state, matter.due_on, matter.finished_on = outcome, due.day, today
    matter.version += 1
    matter.save()
    Document.objects.create(**_document(matter, case, at))
    said: dict[str, Any] = {
        "verb": "decide",
        "from_state": "deciding",
        "to_state": outcome,
        "actor": {"name": actor.name, "official": actor.official_id},
        "source": "api",
        "occurred_at": at,
        "recorded_at": at,
        "facts": {"outcome": outcome},
    }
    digest = entry_hash(number=number, sequence=matter.version, **said)
    entry = JournalEntry.objects.create(matter=matter, sequence=matter.version, leaf_hash=digest, **said)
    Announcement.objects.create(topic="case.decide", key=entry.pk, payload={"number": number, "matter": matter.pk})
    return {"number": number, "state": outcome, "version": matter.version}


def _document(matter: Matter, case: Case, at: dt.datetime) -> dict[str, Any]:
    return {
        "matter": matter,
        "authority_id": matter.owner_id,
        "kind": "decision",
        "title": "准予行政许可决定书",
        "key": f"{matter.number}-JD",  # the database completes both
        "number": f"{case.version.implementation.authority.document_mark}许决",
        "made_at": at,
        "entry_sequence": matter.version,
        "data": {"title": case.version.name, "authority": case.version.implementation.authority.name},
    }


urlpatterns = [path("api/v1/cases/<str:number>/decide", decide)]
application = WSGIHandler()
assert __name__ == settings.ROOT_URLCONF
