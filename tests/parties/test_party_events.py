"""The trace of what was done to parties cannot be changed."""

import pytest
from django.db import DatabaseError, transaction

from tests.parties.factories import AT
from tongban.parties.actions import record_event
from tongban.parties.models import PartyEvent
from tongban.parties.rules.actor import SYSTEM

pytestmark = pytest.mark.django_db


class TestPartyEvent:
    def test_is_refused_change_by_the_database_itself(self) -> None:
        record_event(kind="give_mandate", subject="mandate:1", actor=SYSTEM, at=AT, agent_id=1)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PartyEvent.objects.update(actor_name="别人")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PartyEvent.objects.all().delete()

        assert PartyEvent.objects.get().actor_name == "系统"
