"""The code sets of service items; the labels are Chinese and double as message ids.

GB/T 39046-2020 appendix A where noted; the others as the national exchange tables use them.
"""

import enum

# A.1 事项类型: the types that people apply for; 02 03 04 06 are ex officio and have a shorter form.
ITEM_TYPES = {
    "01": "行政许可",
    "05": "行政给付",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}

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
    """Where a version of an implementation list stands; only a draft may be changed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


VERSION_STATES = {
    "draft": "草稿",
    "published": "在用",
    "superseded": "已被新版本取代",
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


EXEMPT_PATHS = {"licence": "电子证照", "shared_data": "数据共享", "none": "需自行提交"}


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


UPLOADS = ("pdf", "jpg", "png")
