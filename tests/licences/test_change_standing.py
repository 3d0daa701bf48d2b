import datetime as dt

import pytest
from django.utils import translation

from tests.city import DAY, MONDAY, actor
from tests.licences.factory import human, licence
from tongban.kernel.errors import NotFound
from tongban.licences import actions
from tongban.licences.actions.change_standing import ReasonMissing
from tongban.licences.handlers import tell_the_holder
from tongban.licences.models import Licence, LicenceStanding
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.notices.queries import inbox_of

VERBS = ("suspend", "reinstate", "revoke", "cancel")


def do(verb: str, identifier: str, role: str = "decider", reason: str = "检查发现未按方案施工") -> LicenceStanding:
    """Change a standing a day after the issue."""
    act = {
        "suspend": actions.suspend,
        "reinstate": actions.reinstate,
        "revoke": actions.revoke,
        "cancel": actions.cancel,
    }
    return act[verb](identifier=identifier, reason=reason, actor=actor(role), at=MONDAY + DAY)


def states() -> list[str]:
    """Return the states of every standing, in order, and the projection last."""
    return [*LicenceStanding.objects.values_list("state", flat=True), Licence.objects.get().state]


class TestSuspend:
    def test_takes_the_licence_away_with_reason_and_basis(self) -> None:
        standing = do("suspend", licence().identifier)

        assert states() == ["valid", "suspended", "suspended"]
        assert (standing.reason, standing.from_at) == ("检查发现未按方案施工", MONDAY + DAY)
        assert standing.basis == "《中华人民共和国行政处罚法》第九条第三项"
        assert standing.actor_name == actor("decider").name

    def test_tells_the_holder_once(self) -> None:
        standing = do("suspend", licence(holder=human()).identifier)

        tell_the_holder("licence.suspend", standing.pk, {})
        tell_the_holder("licence.suspend", standing.pk, {})

        box = inbox_of(actor("stranger"), 1)
        assert [message.subject for message in box.results] == ["证照已被暂扣：挖掘城市道路许可证"]


class TestReinstate:
    def test_gives_the_licence_back(self) -> None:
        identifier = licence().identifier
        do("suspend", identifier)

        do("reinstate", identifier, reason="已整改")

        assert states() == ["valid", "suspended", "valid", "valid"]


class TestRevoke:
    def test_takes_back_a_suspended_licence(self) -> None:
        identifier = licence().identifier
        do("suspend", identifier)

        do("revoke", identifier)

        assert states() == ["valid", "suspended", "revoked", "revoked"]


class TestCancel:
    @pytest.mark.parametrize("verb", VERBS)
    def test_is_the_end(self, verb: str) -> None:
        identifier = licence().identifier
        do("cancel", identifier)

        with pytest.raises(NotAllowedNow) as refused:
            do(verb, identifier)

        assert "已注销" in refused.value.reason
        assert actor("decider").name in refused.value.reason
        assert states() == ["valid", "cancelled", "cancelled"]

    def test_refuses_in_the_readers_language_and_tells_the_day_in_shanghai(self) -> None:
        identifier = licence().identifier
        late = dt.datetime(2026, 3, 4, 17, 0, tzinfo=dt.UTC)
        actions.cancel(identifier=identifier, reason="歇业", actor=actor("decider"), at=late)

        with translation.override("en"), pytest.raises(NotAllowedNow) as refused:
            do("suspend", identifier)

        assert "Cancelled" in refused.value.reason
        assert "Suspend" in refused.value.reason
        assert "2026-03-05" in refused.value.reason


class TestEveryMove:
    @pytest.mark.parametrize("verb", VERBS)
    def test_is_refused_to_the_holder_and_to_other_duties(self, verb: str) -> None:
        identifier = licence().identifier

        for role in ("applicant", "issuer"):
            with pytest.raises(NotYours):
                do(verb, identifier, role)

        assert states() == ["valid", "valid"]

    @pytest.mark.parametrize("verb", VERBS)
    def test_tells_a_stranger_that_there_is_no_such_licence(self, verb: str) -> None:
        identifier = licence().identifier

        with pytest.raises(NotFound):
            do(verb, identifier, "stranger")

        assert states() == ["valid", "valid"]

    @pytest.mark.parametrize("verb", VERBS)
    def test_is_refused_without_a_reason(self, verb: str) -> None:
        identifier = licence().identifier

        with pytest.raises(ReasonMissing) as refused:
            do(verb, identifier, reason="  ")

        assert list(refused.value.errors) == ["reason"]
        assert states() == ["valid", "valid"]
