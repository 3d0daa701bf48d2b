"""The office's menu: what an official comes to, by their duties; what belongs together folds into one entry."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.parties.rules.actor import Actor, DutyKind

# As few as these stand side by side: a fold would hide them and spare no room.
MOST_UNFOLDED = 2

_CLERK, _REVIEWER, _DECIDER, _ISSUER = DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER
_SUPERVISOR, _ADMINISTRATOR, _STEWARD = DutyKind.SUPERVISOR, DutyKind.ADMINISTRATOR, DutyKind.DATA_STEWARD
_HEADS = (DutyKind.HEAD, DutyKind.GOVERNMENT_HEAD)
_MAKERS = (DutyKind.EDITOR, DutyKind.ITEM_REVIEWER, DutyKind.PUBLISHER)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu, for those with one of the duties, everybody without any; `also` are paths that belong to it.

    With `staff` it is for those who keep the base data.
    """

    label: Promise
    page: str
    duties: tuple[DutyKind, ...] = ()
    also: tuple[str, ...] = ()
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Links that belong together; without a label they stand in the row themselves."""

    label: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        return any(link.current for link in self.links)


_MENU: tuple[tuple[Promise | str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_("收件箱"), "office:inbox", also=("/office/cases/",)),
            Entry(_("综合窗口"), "office:window", (_CLERK,), ("/office/register/",)),
            Entry(_("事项编制"), "office:catalogue", _MAKERS),
        ),
    ),
    (
        _("证照与缴费"),
        (
            Entry(_("核实身份"), "office:verify-person", (_CLERK,)),
            Entry(_("证照副本"), "office:copies", (_CLERK, _REVIEWER, _DECIDER, _ISSUER)),
            Entry(_("证照管理"), "office:licence-desk", (_ISSUER,), ("/office/licences/",)),
            Entry(_("查阅证照"), "office:consult", (_DECIDER, _ISSUER)),
            Entry(_("缴费核对"), "office:payments", (_CLERK, _ISSUER)),
        ),
    ),
    (
        _("核查与答复"),
        (
            Entry(_("承诺核查"), "office:verifications", (_REVIEWER, _DECIDER, _SUPERVISOR)),
            Entry(_("留言投诉"), "office:complaints", (_CLERK, _REVIEWER, _SUPERVISOR)),
            Entry(_("部门协查"), "office:assistances", (_CLERK, _REVIEWER, _SUPERVISOR)),
            Entry(_("校核纠错"), "office:corrections", (_STEWARD, _SUPERVISOR)),
            Entry(_("个人信息请求"), "office:data-requests", (_STEWARD,)),
            Entry(_("信息库"), "office:registers", (_STEWARD,)),
        ),
    ),
    (
        _("监督"),
        (
            Entry(_("监察预警"), "office:alerts", (_SUPERVISOR, *_HEADS)),
            Entry(_("各部门时限"), "office:lamps", (_SUPERVISOR, DutyKind.GOVERNMENT_HEAD)),
            Entry(_("事项质检"), "office:catalogue-quality", (_SUPERVISOR,), ("/office/catalogue/",)),
            Entry(_("职权统计"), "office:powers", (_SUPERVISOR,)),
            Entry(_("减材料、减填写"), "office:burden", (_SUPERVISOR, DutyKind.EDITOR)),
            Entry(_("历史办件"), "office:histories", (_SUPERVISOR,)),
        ),
    ),
    (
        _("管理"),
        (
            Entry(_("人员移交"), "office:hand-over", (_ADMINISTRATOR,)),
            Entry(_("信用修复"), "office:credit", (_ADMINISTRATOR,)),
            Entry(_("登录接入"), "office:sign-in-clients", (_ADMINISTRATOR,)),
            Entry(_("登录锁定"), "office:sign-in-locks", (_ADMINISTRATOR,)),
            Entry(_("文书模板"), "office:document-templates", (_ADMINISTRATOR,)),
            Entry(_("基础数据"), "admin:index", staff=True),
        ),
    ),
    (
        "",
        (
            Entry(_("离岗代理"), "office:duties"),
            Entry(_("办事网站"), "portal:home"),
        ),
    ),
)


def menu_of(actor: Actor, path: str, *, staff: bool) -> list[Group]:
    """Return the menu of an official who stands at a path; the entry that this belongs to most closely is current."""
    shown = [(label, [each for each in entries if _is_for(each, actor, staff)]) for label, entries in _MENU]
    begins = {each.page: _begins(each, path) for _label, entries in shown for each in entries}
    here = max(begins, key=lambda page: begins[page])
    return [
        Group(
            str(label) if len(entries) > MOST_UNFOLDED else "",
            tuple(
                Link(str(each.label), reverse(each.page), each.page == here and begins[here] > 0) for each in entries
            ),
        )
        for label, entries in shown
        if entries
    ]


def _is_for(entry: Entry, actor: Actor, staff: bool) -> bool:
    if entry.staff:
        return staff
    return not entry.duties or actor.charged_with(*entry.duties)


def _begins(entry: Entry, path: str) -> int:
    """Return how much of the path leads to the entry; the inbox and the portal lead to nothing but themselves."""
    own = reverse(entry.page)
    paths = entry.also if entry.page in ("office:inbox", "portal:home") else (own, *entry.also)
    return max((len(each) for each in paths if path.startswith(each)), default=len(own) if path == own else 0)
