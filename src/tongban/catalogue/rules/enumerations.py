"""The code sets of service items; the labels are Chinese and double as message ids.

GB/T 39046-2020 appendix A where noted; the others as the national exchange tables use them.
"""

import enum

# A.1 事项类型: what people apply for (依申请) ...
APPLIED_TYPES = {
    "01": "行政许可",
    "05": "行政给付",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
# ... and what an authority does of its own accord (依职权), which has a shorter form of its own.
EX_OFFICIO_TYPES = {
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "06": "行政检查",
}
ITEM_TYPES = APPLIED_TYPES | EX_OFFICIO_TYPES

# A.3 实施主体性质
BODY_KINDS = {"1": "法定机关", "2": "授权组织", "3": "受委托组织", "9": "其他"}

# 权力来源
POWER_SOURCES = {
    "1": "法定本级行使",
    "2": "上级下放",
    "3": "上级授权",
    "4": "同级授权",
    "5": "上级委托",
    "6": "同级委托",
}

# 通办范围: beyond which border an item may be applied for
SERVICE_AREAS = {
    "national": "全国通办",
    "cross_province": "跨省通办",
    "cross_city": "全省通办",
    "cross_county": "全市通办",
}

# 办理方式
HANDLINGS = {"own": "自办件", "first_instance": "初审件", "joint": "联办件", "forwarded": "转报件"}

# 审查类型
REVIEW_KINDS = {"at_once": "即审即办", "before_decision": "前审后批"}

# 材料类型
COPY_KINDS = {"original": "原件", "copy": "复印件", "both": "原件和复印件", "either": "原件或复印件"}


class Standing(enum.StrEnum):
    """事项状态: whether what a version says may be applied for."""

    IN_USE = "in_use"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


STANDINGS = {"in_use": "在用", "suspended": "暂停", "cancelled": "取消"}


class ThemeKind(enum.StrEnum):
    """What a theme gathers by: a subject, an event in a life, an event in a business, or a part of the portal."""

    SUBJECT = "subject"
    LIFE = "life"
    BUSINESS = "business"
    SECTION = "section"


THEME_KINDS = {"subject": "主题", "life": "人生事件", "business": "企业经营事件", "section": "专区"}

# A.2 行使层级
LEVELS = {
    "1": "国家级",
    "2": "省级",
    "3": "市级",
    "4": "县级",
    "5": "镇（乡、街道）级",
    "6": "村（社区）级",
    "7": "分级管理",
}

# A.4 服务对象, by the words of our data files
AUDIENCES = {
    "person": "自然人",
    "company": "企业法人",
    "institution": "事业法人",
    "social_organisation": "社会组织法人",
    "government": "行政机关",
    "other": "其他组织",
}

# A.5 办理形式
CHANNELS = {
    "window": "窗口办理",
    "web": "电脑端网上办理",
    "mobile": "移动端网上办理",
    "express": "快递申请",
    "other": "其他",
}

# 网上办理深度
DEPTHS = {
    "1": "互联网咨询",
    "2": "互联网收件",
    "3": "互联网预审",
    "4": "互联网受理",
    "5": "互联网办理",
    "6": "互联网办理结果信息反馈",
    "7": "互联网电子证照反馈",
    "8": "其他",
}


class Instance(enum.StrEnum):
    """办件类型 (A.6): answered on the spot, or within a promised limit."""

    INSTANT = "instant"
    PROMISED = "promised"


INSTANCES = {"instant": "即办件", "promised": "承诺件"}


class Unit(enum.StrEnum):
    """时限单位 of a limit."""

    WORKING = "working"
    CALENDAR = "calendar"


UNITS = {"working": "个工作日", "calendar": "个自然日"}


class VersionState(enum.StrEnum):
    """Where a version of an implementation list stands; only a draft may be changed, and none is deleted."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


# A revision is at these, or has them in store for a day to come; there is one of a variant at a time.
UNDER_WAY = (VersionState.DRAFT.value, VersionState.SCHEDULED.value)


VERSION_STATES = {
    "draft": "草稿",
    "scheduled": "待生效",
    "published": "现行",
    "superseded": "已被新版本取代",
    "withdrawn": "已撤回",
}


class ResultKind(enum.StrEnum):
    """审批结果类型: a licence (出证), a document (出文), or nothing to hand over."""

    LICENCE = "licence"
    DOCUMENT = "document"
    NONE = "none"


RESULT_KINDS = {"licence": "出证办结", "document": "出文办结", "none": "无"}


class Necessity(enum.StrEnum):
    """材料必要性 of a material."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    DEFERRABLE = "deferrable"
    PROMISE = "promise"


NECESSITIES = {
    "required": "必要",
    "optional": "非必要",
    "deferrable": "容缺后补",
    "promise": "告知承诺",
}


class Carrier(enum.StrEnum):
    """材料载体: what fills the slot of a material."""

    FILE = "file"
    LICENCE = "licence"
    FORM = "form"


CARRIERS = {"file": "普通材料", "licence": "证照材料", "form": "在线表单"}


class Source(enum.StrEnum):
    """来源渠道 of a material."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    OTHER = "other"


SOURCES = {"applicant": "申请人自备", "government": "政府部门核发", "other": "其他"}


class MaterialForm(enum.StrEnum):
    """材料形式 of a material."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    EITHER = "either"


MATERIAL_FORMS = {
    "paper": "纸质",
    "electronic": "电子化",
    "either": "纸质或电子化",
}


class ExemptPath(enum.StrEnum):
    """How a material need not be handed in (免提交): "" where it must be."""

    LICENCE = "licence"
    SHARED_DATA = "shared_data"
    NONE = "none"


EXEMPT_PATHS = {"cancelled": "直接取消", "licence": "电子证照", "shared_data": "数据共享", "none": "需自行提交"}


class StepKind(enum.StrEnum):
    """Whether the step's authority reviews on its own or joins another's review."""

    REVIEW = "review"
    JOINT = "joint"


STEP_KINDS = {"review": "审查", "joint": "联合审查"}


class FieldType(enum.StrEnum):
    """What a field of an application form holds."""

    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOLEAN = "boolean"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    USCC = "uscc"
    ROWS = "rows"


# What a single question may hold; rows are what a group that repeats holds.
QUESTION_TYPES = tuple(each for each in FieldType if each is not FieldType.ROWS)

UPLOADS = ("pdf", "jpg", "png")
