"""Fields of an item as questions of a page: made from the schema, shown with their value, read back as content."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tongban.catalogue.rules.item_file import check_shape
from tongban.catalogue.rules.labels import CODES, LABELS
from tongban.web.language import in_words
from tongban.web.office.catalogue.sections import Schema

Choices = Sequence[tuple[str, str]]
FEN = 100
LONG_TEXT = 300
FEW = 6
MONEY = ("fees.amount",)
# An answer to a question asked before, written `question=answer` on the page.
ANSWER = "situations.when"

HELP = {
    "aliases": gettext_noop("群众平常怎么说，一行一个；搜索时能找到。"),
    "audience": gettext_noop("可以多选。"),
    "conditions": gettext_noop("一行一条，写成申请人看得懂的话。"),
    "condition_rules": gettext_noop(
        "与受理条件逐行对应：写判断规则，或写 manual 表示由人工判断；全部由人工判断的可以留空。"
    ),
    "delegated_to": gettext_noop("下放到乡镇（街道）、村（社区）办理的，勾选。"),
    "listed_as": gettext_noop("行政许可事项写行政许可事项清单中的条目。"),
    "local_code": gettext_noop("地方事项库的编码，原样保存，不作换算。"),
    "visits_reason": gettext_noop("到现场次数不为 0 的，写明原因；为 0 的留空。"),
    "office_hours": gettext_noop("写明是否工作日，例如：工作日 9:00—12:00，13:00—17:00。"),
    "address": gettext_noop("具体到窗口或房间号；留空的用实施主体的地址。"),
    "phone": gettext_noop("带区号；留空的用实施主体的电话。"),
    "complaint_phone": gettext_noop("带区号，不能与咨询电话相同；留空的用实施主体的投诉电话。"),
    "legal_days": gettext_noop("法律没有规定的留空。"),
    "promised_days": gettext_noop("即办件填 0。"),
    "result_sample": gettext_noop("写明样本的样子，或样本文件的地址。"),
    "result.validity_months": gettext_noop("长期有效的留空。"),
    "materials.code": gettext_noop("小写字母、数字和连字符，以字母开头；情形和告知承诺用它指代这份材料。"),
    "materials.issuer": gettext_noop("由政府部门或其他机构出具的，写明名称。"),
    "materials.max_mb": gettext_noop("不用上传文件的填 0。"),
    "materials.defer_days": gettext_noop("只有“容缺后补”的材料填写。"),
    "materials.exempt_path": gettext_noop("由政府部门核发的材料必须选择。"),
    "materials.exempt_code": gettext_noop("免提交的，写证照类型编码或数据资源编码。"),
    "materials.assisted_by": gettext_noop("证照和数据都查不到时可以请哪个部门出具，写部门编码；不能协查的留空。"),
    "steps.code": gettext_noop("小写字母、数字和连字符，以字母开头。"),
    "steps.only_when": gettext_noop("按申请表或情形判断，例如 area > 100；始终进行的留空。"),
    "fees.amount": gettext_noop("金额固定的填写；按标准计算的留空。"),
    "fees.before_acceptance": gettext_noop("通常不能在受理前收费；法律允许的写明依据。"),
    "form.fields.key": gettext_noop("小写字母、数字和下划线，以字母开头；已用过的不要改。"),
    "form.fields.element": gettext_noop("例如 org.name、person.phone；申请人不用再填。"),
    "form.fields.choices": gettext_noop("单选和多选的选项，一行一个。"),
    "situations.key": gettext_noop("小写字母、数字和下划线，以字母开头。"),
    "situations.choices.value": gettext_noop("小写字母、数字和连字符，以字母开头。"),
    "business_items.code": gettext_noop("两位数字，例如 01。"),
    "measures": gettext_noop("一行一种。"),
    "procedure": gettext_noop("一行一步。"),
}


def called(label: str, words: str) -> str:
    """Return what is said of something with its name before it, in the reader's language."""
    return _("%(label)s：%(words)s") % {"label": label, "words": words}


@dataclass(frozen=True, slots=True)
class Field:
    """One question: what it is called, how it is asked, and how what was typed becomes content.

    `kind` is line, area, lines, whole, number, money, yes, one, many or answer.
    """

    path: str
    name: str
    schema: Schema = field(hash=False)
    required: bool
    kind: str
    choices: Choices = ()

    def shown(self, value: Any) -> list[str]:
        """Return a value of the content as the page shows it: one text, or those that are chosen."""
        if value is None or value == {}:
            return []
        if isinstance(value, Mapping):
            return [f"{value.get('key', '')}={value.get('value', '')}"]
        if self.kind == "lines":
            return ["\n".join(str(each) for each in value)] if isinstance(value, list) else [str(value)]
        if isinstance(value, list):
            return [str(each) for each in value]
        if self.kind == "yes":
            return ["true"] if value else []
        if self.kind == "money" and isinstance(value, int):
            return [f"{value / FEN:.2f}"]
        if isinstance(value, float) and value.is_integer():
            return [str(int(value))]
        return [str(value)]

    def typed(self, post: QueryDict) -> list[str]:
        """Return what was typed or chosen, as `shown` would show it."""
        given = [each.replace("\r\n", "\n") for each in post.getlist(self.name)]
        return [each for each in given if each] if self.kind in ("many", "yes") else given[:1]

    def read(self, typed: Sequence[str]) -> tuple[Any, str]:
        """Return the value for the content, None for nothing, and what is wrong with what was typed, "" if nothing."""
        try:
            value = _READ[self.kind]("" if not typed else typed[0].strip(), typed)
        except ValueError as wrong:
            return None, str(wrong)
        if value in ("", None, []):
            return self._nothing(value), ""
        if self.kind in ("one", "many", "answer") and self.choices:
            known = {code for code, _label in self.choices}
            if not set(typed) <= known:
                return None, _("请从列出的选项中选择。")
        for path, message in check_shape(value, self.schema):
            line = path.strip("[]")
            words = in_words(message)
            return None, _("第 %(line)s 行：%(words)s") % {"line": line, "words": words} if line.isdigit() else words
        return value, ""

    def _nothing(self, value: Any) -> Any:
        """Return the empty value where the content may hold it, else None: a draft may lack what is not typed yet."""
        return None if value is None or any(check_shape(value, self.schema)) else value

    def question(self, typed: Sequence[str], error: str = "") -> dict[str, Any]:
        """Return what the template of a question needs."""
        control = _CONTROL.get(self.kind, "input")
        choices = [("true", _("是"))] if self.kind == "yes" else list(self.choices)
        if self.kind in ("one", "answer"):
            control = "radio" if len(choices) <= FEW else "select"
            if control == "radio" and not self.required and "" in self.schema.get("enum", [""]):
                choices = [("", _("不填")), *choices]
        help_text = _(HELP[self.path]) if self.path in HELP else ""
        described = [f"{self.name}-help"] * bool(help_text) + [f"{self.name}-error"] * bool(error)
        return {
            "key": self.name,
            "title": _(LABELS[self.path]),
            "help": help_text,
            "required": self.required or self.kind == "yes",
            "kind": control,
            "input": "text",
            "input_mode": {"whole": "numeric", "number": "decimal", "money": "decimal"}.get(self.kind, ""),
            "autocomplete": "off",
            "maximum": self.schema.get("maxLength") if self.kind in ("line", "area") else None,
            "choices": [(code, label, code in (typed or [""])) for code, label in choices],
            "value": typed[0] if typed else "",
            "short": self.kind in ("whole", "number", "money"),
            "error": error,
            "described_by": " ".join(described),
        }


def make_field(path: str, name: str, schema: Schema, *, required: bool, choices: Choices | None) -> Field:
    """Return the question for a field; `choices` are those that its schema does not know, None where it has none."""
    if choices is None and path in CODES:
        codes = schema.get("enum") or schema.get("items", {}).get("enum", ())
        choices = [(code, _(CODES[path][code])) for code in codes if code]
    kind = _kind(path, schema, chosen=choices is not None)
    return Field(path, name, schema, required, kind, choices or ())


def _kind(path: str, schema: Schema, *, chosen: bool) -> str:
    if path in MONEY:
        return "money"
    if path == ANSWER:
        return "answer"
    kind = schema.get("type", "string")
    if kind == "array":
        return "many" if chosen else "lines"
    if chosen:
        return "one"
    plain = {"boolean": "yes", "integer": "whole", "number": "number"}
    return plain.get(kind) or ("area" if schema.get("maxLength", 0) > LONG_TEXT else "line")


def _whole(text: str) -> int | None:
    digits = unicodedata.normalize("NFKC", text)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise ValueError(_("请填整数，例如 9。"))
    return int(digits)


def _number(text: str) -> int | float | None:
    found = _decimal(text)
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else float(found)


def _money(text: str) -> int | None:
    found = _decimal(text)
    if found is None:
        return None
    fen = found * FEN
    if fen != fen.to_integral_value() or fen < 0:
        raise ValueError(_("请填金额，单位为元，最多两位小数，例如 35.50。"))
    return int(fen)


def _decimal(text: str) -> Decimal | None:
    digits = unicodedata.normalize("NFKC", text).replace(",", "")
    if not digits:
        return None
    try:
        found = Decimal(digits)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > 10**12:
        raise ValueError(_("请填数字，例如 35.5。"))
    return found


def _answer(text: str) -> dict[str, str] | None:
    key, _equals, value = text.partition("=")
    return {"key": key, "value": value} if text else None


_READ: Mapping[str, Callable[[str, Sequence[str]], Any]] = {
    "line": lambda text, _all: text,
    "area": lambda text, _all: text,
    "lines": lambda text, _all: [line.strip() for line in text.split("\n") if line.strip()],
    "whole": lambda text, _all: _whole(text),
    "number": lambda text, _all: _number(text),
    "money": lambda text, _all: _money(text),
    "yes": lambda text, _all: bool(text),
    "one": lambda text, _all: text,
    "many": lambda _text, every: list(every),
    "answer": lambda text, _all: _answer(text),
}
_CONTROL = {"area": "area", "lines": "area", "yes": "boxes", "many": "boxes"}
