"""The written form of what was promised (告知承诺书、容缺受理承诺书)."""

import datetime as dt

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Commitment
from tongban.cases.queries.reading import item_of
from tongban.kernel.clock import day_of
from tongban.matters.actions.writes import Insert
from tongban.matters.queries import Facts

DOCUMENT_OF = {Commitment.Kind.PROMISE.value: "commitment", Commitment.Kind.DEFERRAL.value: "deferral_commitment"}


def commitment_papers(facts: Facts, *, at: dt.datetime) -> list[Insert]:
    """Return the documents of the commitments that hold and were not printed since they were signed."""
    names = {each.code: each.name for each in item_of(facts).materials}
    made = []
    for each in facts.parts["commitments"]:
        if each.ended_at is not None or _printed(facts, each):
            continue
        subject = "免交的材料" if each.kind == Commitment.Kind.PROMISE else "后补的材料"
        made.append(
            paper(
                facts,
                DOCUMENT_OF[each.kind],
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("文本版本", each.told_version),
                    (subject, "、".join(names.get(code, code) for code in each.replaces) or "有关证明"),
                    ("签署人", each.signer_name),
                    ("签署日期", chinese_day(day_of(each.signed_at))),
                    ("内容摘要（SHA-256）", each.sha256),
                ],
                body=[
                    "【告知】",
                    *each.told_text.splitlines(),
                    "【承诺】",
                    *each.promised_text.splitlines(),
                ],
            )
        )
    return made


def _printed(facts: Facts, commitment: Commitment) -> bool:
    return any(
        document.kind == DOCUMENT_OF[commitment.kind] and document.made_at >= commitment.signed_at
        for document in facts.parts["documents"]
    )
