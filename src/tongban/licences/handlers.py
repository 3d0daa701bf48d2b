"""What we do when a licence stands differently, is copied or asked for: tell its holder."""

from typing import Any

from tongban.kernel.clock import now, today
from tongban.kernel.outbox import on
from tongban.licences.actions.index_licences import index_some
from tongban.licences.events import COPY_ASKED, COPY_MADE
from tongban.licences.models import Copy, CopyRequest, Licence, LicenceStanding
from tongban.licences.queries.copies import shown_of
from tongban.licences.rules.letters import letter_for
from tongban.notices.actions import Recipient, send
from tongban.parties.queries import speakers_of


@on("licence.*")
def tell_the_holder(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the holder, or to who applied for an organisation; a repeat of the job sends nothing."""
    licence = LicenceStanding.objects.select_related("licence__matter").get(pk=key).licence
    letter = letter_for(topic.partition(".")[2], name=licence.name, number=licence.number)
    agent_id = licence.matter.agent_id if licence.matter is not None else None
    people = {each for each in (licence.holder_person_id, agent_id) if each is not None}
    if letter is None:
        return
    if not people and licence.holder_organisation_id is not None:
        # What came with the stock was applied for elsewhere: who acts for the whole organisation hears of it.
        firm = licence.holder_organisation_id
        people |= speakers_of([firm], on=today()).get(firm, frozenset())
    if not people:
        return
    send(
        to=[Recipient(person_id=each) for each in sorted(people)],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        matter_id=licence.matter_id,
        once_key=f"licence-standing:{key}",
    )


@on("licence.*")
def index_the_licence(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Tell the register of licences how it stands; a repeat of the job changes nothing."""
    index_some(at=now(), licences=[payload["licence"]])


@on(COPY_MADE)
def tell_of_a_copy(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the holder that a copy was made on a legal basis: one letter for all of a case; a repeat sends none."""
    copy = Copy.objects.select_related("licence").get(pk=key)
    if not copy.basis:
        return
    send(
        to=[Recipient(person_id=each) for each in sorted(_holders(copy.licence))],
        subject=f"有机关依法调用了您的证照副本：{copy.user_name}",
        body=(
            f"{copy.user_name}为办理办件 {copy.case_number} 依法调用了您的证照副本，副本只限这一件使用，办结后失效。"
            "调用了哪些证照、每次查看和下载，可在“我的空间”的证照页面查看。"
        ),
        at=now(),
        once_key=f"licence-copies:{copy.case_number}:{copy.made_at.date()}",
    )


@on(COPY_ASKED)
def tell_of_a_request(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the holder that somebody asks for a copy; a repeat of the job sends nothing."""
    asked = CopyRequest.objects.select_related("licence__type").get(pk=key)
    shows = "、".join(shown_of(asked.licence, asked.fields)) or "持证人和有效期"
    send(
        to=[Recipient(person_id=each) for each in sorted(_holders(asked.licence))],
        subject=f"请答复：{asked.user_name}申请您的证照副本",
        body=(
            f"{asked.user_name}申请您的{asked.licence.name}的副本，用途：{asked.purpose}。副本上写明：{shows}。"
            "请在“我的空间”的证照页面同意或者拒绝；不答复的，到期自动作废。"
        ),
        at=now(),
        once_key=f"licence-copy-request:{key}",
    )


def _holders(licence: Licence) -> set[int]:
    """Return the persons who hear of a licence: its holder, or who speaks for the organisation that holds it."""
    if licence.holder_person_id is not None:
        return {licence.holder_person_id}
    firm = licence.holder_organisation_id
    return set() if firm is None else set(speakers_of([firm], on=today()).get(firm, frozenset()))
