"""The pages of an application: which there are, and where one leads."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.cases.queries import CasePage, case_page
from tongban.cases.queries.case_promises import CasePromises, case_promises, has_promises
from tongban.cases.queries.combined import Alongside, asked_alongside
from tongban.catalogue.rules.forms import FormGroup, groups_of
from tongban.kernel.clock import now
from tongban.matters.events import NotAllowedNow
from tongban.web.doorkeeper import actor

CHANGEABLE = ("draft", "correcting", "pre_returned")


@dataclass(frozen=True, slots=True)
class Way:
    """An application being filled in: its case, its question groups, and the names of all its pages."""

    case: CasePage
    groups: tuple[FormGroup, ...]
    labels: list[str]
    promises: CasePromises
    alongside: Alongside | None = None

    @property
    def correcting(self) -> bool:
        return self.case.state in ("correcting", "pre_returned")

    @property
    def needs_files(self) -> bool:
        return any(line.material.carrier != "form" for line in self.case.materials)

    def group_url(self, place: int) -> str:
        """Return the address of a question group (from 1), or of what comes after the last."""
        if 1 <= place <= len(self.groups):
            return reverse("portal:group", args=[self.case.number, place])
        if self.promises.offers_anything:
            return reverse("portal:promises", args=[self.case.number])
        return self.materials_url if self.needs_files else self.review_url

    @property
    def before_materials_url(self) -> str:
        """The page before the materials: where a way of handling is chosen, or the last group of questions."""
        return self.group_url(len(self.groups) + (1 if self.promises.offers_anything else 0))

    @property
    def materials_place(self) -> int:
        """Where the materials stand among the pages."""
        return len(self.groups) + (2 if self.promises.offers_anything else 1)

    @property
    def materials_url(self) -> str:
        return reverse("portal:materials", args=[self.case.number])

    @property
    def review_url(self) -> str:
        """The page on which it is handed in: with the others where it is one of several."""
        if self.alongside is not None:
            return reverse("portal:combined", args=[self.alongside.number])
        return reverse("portal:review", args=[self.case.number])

    def place_of(self, key: str) -> str:
        """Return the address at which a field or a material is put right."""
        for place, group in enumerate(self.groups, 1):
            if any(field.key == key for field in group.fields):
                return f"{self.group_url(place)}#{key}"
        if self.alongside is not None and key in self.alongside.keys:
            return reverse("portal:combined-shared", args=[self.alongside.number])
        return f"{self.materials_url}#material-{key}"

    def rank(self, key: str) -> int:
        """Return where a field or material stands among all that is asked, for lists in the order of the pages."""
        order = [field.key for group in self.groups for field in group.fields]
        order += [line.material.code for line in self.case.materials]
        return order.index(key) if key in order else len(order)


def way_of(request: HttpRequest, number: str) -> Way:
    """Return the application of a number for who may change it now.

    Raises NotFound for a stranger, NotAllowedNow once it cannot be changed any more.
    """
    viewer = actor(request)
    case = case_page(viewer, number, now())
    if case.state not in CHANGEABLE or not case.is_mine:
        raise NotAllowedNow(
            _("申请现在是“%(state)s”，不能再修改。请到“我的空间”看进度。") % {"state": _(case.state_label)}
        )
    groups, alongside = groups_of(case.item.form), asked_alongside(viewer, case.raw)
    if alongside is not None:
        groups = _without(groups, alongside.keys)
    english = (get_language() or "").startswith("en")
    labels = [group.title_en if english and group.title_en else group.title for group in groups]
    promises = CasePromises()
    if has_promises(case.item, case.raw):
        promises = case_promises(viewer, number, now())
    if promises.offers_anything:
        labels.append(_("选择办理方式"))
    if any(line.material.carrier != "form" for line in case.materials):
        labels.append(_("上传材料"))
    labels.append(_("核对并提交"))
    return Way(case, groups, labels, promises, alongside)


def _without(groups: tuple[FormGroup, ...], keys: frozenset[str]) -> tuple[FormGroup, ...]:
    """Return the groups without the questions that are asked elsewhere; a group of only such is left out."""
    kept = (replace(group, fields=tuple(each for each in group.fields if each.key not in keys)) for group in groups)
    return tuple(group for group in kept if group.fields)
