"""The closed list of grounds on which time is not counted (行政许可法 第四十五条).

Public notice, site visits and opinions of others are not among them: a ground beyond the list needs the item's own law.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    code: str
    label: str
    label_en: str


LAWFUL_GROUNDS = (
    Ground("hearing", "听证", "Hearing"),
    Ground("tender", "招标", "Tender"),
    Ground("auction", "拍卖", "Auction"),
    Ground("inspection", "检验", "Inspection"),
    Ground("testing", "检测", "Testing"),
    Ground("quarantine", "检疫", "Quarantine"),
    Ground("appraisal", "鉴定", "Appraisal"),
    Ground("expert_review", "专家评审", "Expert review"),
)

GROUNDS = {ground.code: ground for ground in LAWFUL_GROUNDS}

# A pause is declared in working days; a longer one is more likely a slip of the hand (local parameter).
LONGEST_PAUSE_DAYS = 120
