"""Taking the files of one material as a page sends them: whole with the form, or in pieces beforehand."""

import datetime as dt

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.cases.actions import attach, attach_pictures, keep_given
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, Refusal
from tongban.sharing.actions import SpaceFull, end_upload
from tongban.sharing.queries import received_file
from tongban.web.days import day_of_text
from tongban.web.doorkeeper import actor

MOST_AT_ONCE = 10


def give_files(request: HttpRequest, number: str, code: str) -> tuple[int, dict[str, str]]:
    """Give what was chosen for a material, and keep it in the space where that is wished; return how many, and errors.

    An error is named after the material, or `valid_until-` and the material for a day that is none.
    """
    until, wrong = _valid_until(request, code)
    if wrong:
        return 0, wrong
    keys = list(dict.fromkeys(request.POST.getlist("upload")))[:MOST_AT_ONCE]
    try:
        chosen = [_named(each) for each in request.FILES.getlist("file")] + _received(request, keys)
    except Refusal as refused:
        return 0, {code: refused.reason}
    large = "、".join(each[:120] for each in request.POST.getlist("too-large")[:MOST_AT_ONCE])
    errors = {code: _("%(name)s：文件太大，没有上传") % {"name": large}} if large else {}
    if not chosen:
        return 0, errors or {code: _("请先选择文件，再点“上传”。")}
    given: list[int] = []
    try:
        for files in [chosen] if request.POST.get("as_one_pdf") == "yes" else [[each] for each in chosen]:
            try:
                given.append(_give(request, number, code, files))
            except BadInput as refused:
                errors |= {key: _told(files, problem) for key, problem in refused.errors.items()}
        if request.POST.get("keep") == "yes":
            for each in given:
                keep_given(number=number, material_id=each, actor=actor(request), at=now(), valid_until=until)
    except BadInput as refused:
        errors[code] = refused.reason
    except SpaceFull as full:
        messages.warning(request, full.reason)
    finally:
        for key in keys:
            end_upload(key=key, actor=actor(request), at=now())
    return len(given), errors


def _give(request: HttpRequest, number: str, code: str, files: list[tuple[str, bytes]]) -> int:
    caller, at = actor(request), now()
    if request.POST.get("as_one_pdf") == "yes":
        return attach_pictures(number=number, material_code=code, pictures=files, actor=caller, at=at)
    name, data = files[0]
    return attach(number=number, material_code=code, name=name, data=data, actor=caller, at=at)


def _told(files: list[tuple[str, bytes]], problem: str) -> str:
    return f"{files[0][0]}：{problem}" if len(files) == 1 else problem


def _named(upload: "UploadedFile[bytes]") -> tuple[str, bytes]:
    return upload.name or "", upload.read()


def _received(request: HttpRequest, keys: list[str]) -> list[tuple[str, bytes]]:
    found = [received_file(actor(request), key, now()) for key in keys]
    return [(each.name, each.data) for each in found]


def _valid_until(request: HttpRequest, code: str) -> tuple[dt.date | None, dict[str, str]]:
    text = request.POST.get("valid_until", "").strip()
    day = day_of_text(text)
    if text and day is None:
        return None, {f"valid_until-{code}": _("请填写真实存在的日期。")}
    return day, {}
