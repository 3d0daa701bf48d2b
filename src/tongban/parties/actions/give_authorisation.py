"""Let another authority act in listed items: receive them at its windows, or exercise the power."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Authorisation, Authority, Window
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.authorisations import Given, Owners, given_twice

LONGEST_NUMBER = 80


class AuthorisationUnclear(BadInput):
    """The authorisation cannot be given as it is written; `errors` says why, field by field."""


@transaction.atomic
def give_authorisation(
    *,
    kind: str,
    from_authority_id: int,
    to_authority_id: int | None,
    task_codes: Sequence[str],
    document_number: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
    owners: Owners,
    actor: Actor,
    at: dt.datetime,
    window_id: int | None = None,
) -> int:
    """Give an authorisation (授权书) by list with dates, and return its id.

    `kind` "window": the clerks of the other authority receive and accept the listed items, at the window where one is
    named. "centralised": the other authority exercises the powers as its own. `owners` is what the catalogue says of
    the codes: {code as written: (实施编码, authority id)}; an authority gives its own items only. By an administrator
    of the giving authority. Raises NotFound, AuthorisationUnclear.
    """
    # Locked, so that two lists that would give one item twice wait for each other.
    giver = Authority.objects.select_for_update(of=("self",)).filter(pk=from_authority_id).first()
    if giver is None or not actor.administers(giver.pk):
        raise NotFound(_("没有这个机构。"))
    errors: dict[str, str] = {}
    if kind not in Authorisation.Kind.values:
        errors["kind"] = _("请选择授权方式。")
    other = Authority.objects.exclude(pk=giver.pk).filter(pk=to_authority_id or 0).first()
    if other is None:
        errors["to_authority"] = _("请选择另一个机构。")
    if window_id is not None and (
        kind != Authorisation.Kind.WINDOW or not Window.objects.filter(pk=window_id).exists()
    ):
        errors["window"] = _("只有窗口授权可以限定窗口，请选择已有的窗口。")
    number = document_number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        errors["document_number"] = _("请填写授权书文号，最多 %(longest)d 个字。") % {"longest": LONGEST_NUMBER}
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = _("截止日期不能早于开始日期。")
    unknown = [code for code in task_codes if owners.get(code, ("", 0))[1] != giver.pk]
    codes = frozenset(owners[code][0] for code in task_codes if code not in unknown)
    if unknown:
        errors["task_codes"] = _("不是本机构的事项：%(codes)s") % {"codes": "、".join(unknown[:10])}
    elif not codes:
        errors["task_codes"] = _("请列明授权的事项，至少一项。")
    elif kind == Authorisation.Kind.CENTRALISED and (
        twice := given_twice(Given(codes, starts_on, ends_on), centralised_by(giver.pk))
    ):
        errors["task_codes"] = _("这段时间已集中到其他机构：%(codes)s") % {"codes": "、".join(sorted(twice))}
    same = {
        "kind": kind,
        "from_authority_id": giver.pk,
        "to_authority_id": to_authority_id,
        "window_id": window_id,
        "document_number": number,
    }
    if not errors and Authorisation.objects.filter(**same).exists():
        errors["document_number"] = _("这份授权书已经登记过。")
    if errors:
        raise AuthorisationUnclear(errors)
    given = Authorisation.objects.create(**same, task_codes=sorted(codes), starts_on=starts_on, ends_on=ends_on)
    record_event(
        kind="give_authorisation",
        subject=f"authorisation:{given.pk}",
        actor=actor,
        at=at,
        authorisation_kind=kind,
        from_authority_id=giver.pk,
        to_authority_id=to_authority_id,
        task_codes=given.task_codes,
    )
    return given.pk


def centralised_by(authority_id: int, *, but: Sequence[int] = ()) -> list[Given]:
    """List what the authority has centralised elsewhere and not revoked, those over included."""
    kept = Authorisation.objects.filter(
        kind=Authorisation.Kind.CENTRALISED, from_authority_id=authority_id, revoked_at=None
    ).exclude(pk__in=but)
    return [Given(frozenset(one.task_codes), one.starts_on, one.ends_on) for one in kept]
