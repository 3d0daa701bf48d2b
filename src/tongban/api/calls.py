"""Declaring an operation: whom it admits, what it answers, and with which problems it may refuse."""

import http
from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router, Schema
from ninja.params import models

from tongban.api.callers import PUBLIC, AccessToken
from tongban.api.late import LateOperations
from tongban.api.problems import MEDIA_TYPE

F = TypeVar("F", bound=Callable[..., Any])

# What an operation takes and answers is checked by classes that the framework makes of these, some for each operation;
# to build their checks before anybody calls took half of a web process's start.
for _made_of in (
    Schema,
    models.PathModel,
    models.QueryModel,
    models.HeaderModel,
    models.BodyModel,
    models.FormModel,
    models.FileModel,
):
    _made_of.model_config["defer_build"] = True
PROBLEM = "Problem"

EVERY_CALL = (400, 401, 422, 429, 503)
EVERY_WRITE = (409, 411, 413, 415)


class Calls:
    """The operations of one subject; each must name its access rule."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(
        self, path: str, *, rule: AccessToken, answer: Any = None, media: str = "", refuses: tuple[int, ...] = ()
    ) -> Callable[[F], F]:
        """Declare a reading operation; with `media`, its answer is a file or text of these types, by spaces."""
        return self._declare("GET", path, rule, 200, answer, media, refuses)

    def write(
        self,
        method: str,
        path: str,
        *,
        rule: AccessToken,
        answer: Any = None,
        status: int = 200,
        refuses: tuple[int, ...] = (),
        words: tuple[str, str] = ("", ""),
        name: str = "",
    ) -> Callable[[F], F]:
        """Declare a writing operation; `words` are its summary and description where the function has none."""
        return self._declare(method, path, rule, status, answer, "", (*EVERY_WRITE, *refuses), words, name)

    def _declare(
        self,
        method: str,
        path: str,
        rule: AccessToken,
        status: int,
        answer: Any,
        media: str,
        refuses: tuple[int, ...],
        words: tuple[str, str] = ("", ""),
        name: str = "",
    ) -> Callable[[F], F]:
        refusals = {*EVERY_CALL, *refuses}
        refusals |= {403} if rule.required else set()
        refusals |= {404} if "{" in path else set()
        # Refusals are described, not declared: none is answered by an operation, and each would be a class more.
        extra: dict[str, Any] = {"responses": {code: _described(code) for code in sorted(refusals)}}
        if rule is PUBLIC:
            extra["security"] = [{}]
        if media:
            extra["responses"][200] = {"content": {kind: {"schema": _schema_of(kind)} for kind in media.split()}}

        self.router.path_operations.setdefault(path, LateOperations())

        def declare(function: F) -> F:
            summary, description = words
            told = (function.__doc__ or "").strip()
            operation: F = self.router.api_operation(
                [method],
                path,
                auth=rule,
                response={status: answer},
                operation_id=name or function.__name__,
                summary=summary or told.partition("\n")[0].rstrip("."),
                description=description or told,
                openapi_extra=extra,
            )(function)
            return operation

        return declare


def _described(code: int) -> dict[str, Any]:
    """Return how a refusal is described: a problem document, whose shape the description holds once."""
    schema = {"$ref": f"#/components/schemas/{PROBLEM}"}
    return {"description": http.HTTPStatus(code).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}


def _schema_of(media: str) -> dict[str, str]:
    """Return what a file of the media type holds: what is JSON is read as such, all else is bytes."""
    return {} if media.endswith("json") else {"type": "string", "format": "binary"}
