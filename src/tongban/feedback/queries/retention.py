"""How long what is kept for somebody's convenience is kept, as the parameters in force say."""

from dataclasses import dataclass

from tongban.kernel.clock import today
from tongban.kernel.queries import parameter

KEPT = (
    ("retention_drafts_days", "没有提交的草稿：最后一次保存之后"),
    ("retention_kept_answers_days", "以前填写的内容：最后一次填写之后"),
    ("retention_removed_documents_days", "从我的空间删除的材料：删除之后"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept, and for how many days."""

    what: str
    days: int


def retention() -> list[Kept]:
    """List what is deleted by itself and after how many days; what an authority decided on stays in its archive."""
    return [Kept(what, int(parameter(key, on=today()))) for key, what in KEPT]
