"""Begin a new item: the first draft of an implementation that was never in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.publish_versions import lock_catalogue
from tongban.catalogue.actions.revisions.opening import Draft, open_revision, owner_of
from tongban.catalogue.models import Implementation, Item
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.drafts import kept, unfounded, unkeepable
from tongban.catalogue.rules.elements import with_elements
from tongban.catalogue.rules.item_sense import BAD_CATALOG_CODE, TYPE_DIFFERS
from tongban.catalogue.rules.messages import Message
from tongban.kernel.errors import BadInput
from tongban.kernel.rules import codes
from tongban.matters.events import NotAllowedNow
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import AuthorityView


class ItemExists(NotAllowedNow):
    """The authority carries the item out already: it is changed by a revision of it."""


@transaction.atomic
def begin_item(*, content: Mapping[str, Any], reason: str, actor: Actor, at: dt.datetime) -> str:
    """Open a revision that brings a new item (新增事项) and return its number.

    `content` is as in an item file, and may be incomplete but for the codes, name, type, level and authority. The
    implementation is there from now on without a version in force. Raises BadInput by field, ItemExists, DraftOpen
    while it is being drafted, NotYours.
    """
    errors = dict(unkeepable(content)) | dict(unfounded(content))
    if errors:
        raise BadInput(errors)
    if content.get("variant"):
        raise BadInput({"variant": _("新事项先有通常的办法，再另起变体。")})
    carrying = next((each for each in authorities() if each.key == content["authority"]), None)
    if carrying is None:
        raise BadInput({"authority": _("没有这个实施主体，请从列表中选择。")})
    code = _task_code(content, carrying)
    owner_of({carrying.id}, actor)
    lock_catalogue()
    data = kept(with_elements(content, elements()))
    item, _new = Item.objects.get_or_create(
        catalog_code=data["catalog_code"],
        defaults={"name": data["name"][:300], "name_en": str(data["name_en"])[:300], "type": data["type"]},
    )
    carried_out, _new = Implementation.objects.get_or_create(
        task_code=code,
        defaults={
            "item": item,
            "authority_id": carrying.id,
            "region_id": carrying.region_code,
            "level": data["level"],
        },
    )
    if carried_out.current_id is not None:
        raise ItemExists(_("该部门已有这个事项（%(code)s），请对它发起变更") % {"code": code})
    return open_revision(drafts=[Draft(carried_out, data)], reason=reason, actor=actor, at=at)


def _task_code(content: Mapping[str, Any], carrying: AuthorityView) -> str:
    catalog_code = content["catalog_code"]
    if not codes.catalog_code_valid(catalog_code):
        raise BadInput({"catalog_code": Message(BAD_CATALOG_CODE)})
    if catalog_code[2:4] != content["type"]:
        raise BadInput({"catalog_code": Message(TYPE_DIFFERS, code=catalog_code[2:4], type=content["type"])})
    try:
        return codes.task_code(carrying.uscc, content["level"], catalog_code)
    except ValueError:
        raise BadInput({"level": _("不能组成实施编码，请核对机构代码、行使层级和基本编码。")}) from None
