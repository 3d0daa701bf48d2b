"""Reading what callers send: JSON bodies, queries, uploads. What no column could hold is refused at the door."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from tongban.api.problems import UnreadableBody, WrongMediaType
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.texts import storable

MULTIPART = "multipart/form-data"


class StrictParser(Parser):
    """Take JSON as RFC 8259 has it, declared as JSON, without NUL characters and broken surrogates."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the JSON body. Raises WrongMediaType and UnreadableBody."""
        if request.content_type != "application/json":
            raise WrongMediaType(_("请求内容应为 JSON，并注明 Content-Type: application/json"))
        try:
            body = json.loads(request.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise UnreadableBody(_("请求内容不是完整的 JSON")) from error
        if not isinstance(body, dict):
            raise UnreadableBody(_("请求内容应为 JSON 对象"))
        if not _storable(body):
            raise UnreadableBody(_("请求内容含有无法保存的字符（空字符或残缺字符），请去掉后再发送"))
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return a query or the parts of an upload. Raises WrongMediaType, and BadInput for a NUL character."""
        if data is not request.GET and request.content_type != MULTIPART:
            raise WrongMediaType(_("请以 multipart/form-data 上传文件"))
        broken = [key for key, values in data.lists() if any(_is_broken(value) for value in (key, *values))]
        if broken:
            raise BadInput({key.replace("\x00", ""): _("含有无法识别的字符") for key in broken})
        return super().parse_querydict(data, list_fields, request)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _storable(value: Any) -> bool:
    if isinstance(value, str):
        return not _is_broken(value)
    if isinstance(value, list):
        return all(map(_storable, value))
    if isinstance(value, dict):
        return all(_storable(key) and _storable(each) for key, each in value.items())
    return not isinstance(value, float) or abs(value) != float("inf")


def _is_broken(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return not storable(value)
