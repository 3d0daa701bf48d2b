"""Load persons, organisations, mandates and accounts that a city knows from the start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import uscc_valid
from tongban.parties.actions.known_accounts import known_accounts, read_username
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.models import Account, Mandate, Organisation, Person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.identity import KIND_NAMES, RESIDENT, clean_number, code_of, number_problem
from tongban.parties.rules.mandates import ScopeUnclear, scope_of, stored_scope
from tongban.parties.rules.names import name_valid
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Sheet

FILE = "people.toml"


@transaction.atomic
def import_people(*, people: Mapping[str, Sequence[RawRow]], actor: Actor, at: dt.datetime) -> Report:
    """Store the tables `persons`, `organisations`, `mandates` and `accounts`.

    Rows name each other by the `key` that they carry in this file, or by identifier. A person's `id_number`
    and an
    organisation's `uscc` say who it is; accounts have no password at first; mandates that were revoked stay
    so, and what the file says counts as accepted by both sides. Raises ImportRefused with every problem of the first
    bad table; then nothing has changed.
    """
    persons, people_report = _import_persons(Sheet(f"{FILE} persons", people.get("persons", [])))
    organisations, organisations_report = _import_organisations(
        Sheet(f"{FILE} organisations", people.get("organisations", [])), persons
    )
    mandates_report = _import_mandates(
        Sheet(f"{FILE} mandates", people.get("mandates", [])), persons, organisations, at
    )
    accounts_report = _import_accounts(Sheet(f"{FILE} accounts", people.get("accounts", [])), persons)
    report = people_report + organisations_report + mandates_report + accounts_report
    if report.created or report.changed:
        record_event(
            kind="import_people",
            subject="person:all",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report


def _import_persons(sheet: Sheet) -> tuple[dict[str, int], Report]:
    persons: dict[str, Person] = {}
    keys: dict[str, str] = {}
    for row in sheet:
        id_kind = row.text("id_kind", required=False, default=RESIDENT, longest=3)
        number = clean_number(id_kind, row.text("id_number", longest=30))
        if id_kind not in KIND_NAMES:
            row.problem("id_kind", f"应为 {'、'.join(KIND_NAMES)} 之一")
        elif number and id_kind == RESIDENT and number_problem(id_kind, number):
            row.problem("id_number", "不是有效的公民身份号码（校验位不符）")
        elif number and (problem := number_problem(id_kind, number)):
            row.problem("id_number", problem)
        code = code_of(id_kind, number)
        if code in persons:
            row.problem("id_number", "重复")
        keys[row.text("key", required=False, default=code)] = code
        persons[code] = Person(
            id_number=number,
            id_kind=id_kind,
            name=row.text("name", valid=name_valid, message="不是姓名"),
            phone=row.text("phone", required=False, longest=20),
            email=row.text("email", required=False),
            address=row.text("address", required=False),
            assurance=row.number_in("assurance", (1, 2, 3), default=1),
            invented=row.yes("invented"),
        )
    sheet.refuse_if_bad()
    report = Report()
    ids: dict[str, int] = {}
    for kind in sorted({each.id_kind for each in persons.values()}):
        told, stored = store_rows(
            Person,
            [each for each in persons.values() if each.id_kind == kind],
            key="id_number",
            fields=["name", "phone", "email", "address", "assurance", "invented"],
            within={"id_kind": kind},
        )
        report += told
        ids |= {code_of(kind, str(number)): each.pk for number, each in stored.items()}
    return ids | {key: ids[code] for key, code in keys.items()}, report


def _import_organisations(sheet: Sheet, persons: Mapping[str, int]) -> tuple[dict[str, int], Report]:
    organisations: dict[str, Organisation] = {}
    keys: dict[str, str] = {}
    for row in sheet:
        uscc = row.text("uscc", valid=uscc_valid, message="不是有效的统一社会信用代码（校验位不符）")
        if uscc in organisations:
            row.problem("uscc", f"重复：{uscc}")
        keys[row.text("key", required=False, default=uscc)] = uscc
        head = row.text("legal_representative_person", required=False)
        if head and head not in persons:
            row.problem("legal_representative_person", f"persons 里没有 {head}")
        organisations[uscc] = Organisation(
            uscc=uscc,
            name=row.text("name"),
            kind=row.text("kind", longest=40),
            legal_representative=row.text("legal_representative", longest=100),
            legal_representative_person_id=persons.get(head),
            address=row.text("address", required=False),
            phone=row.text("phone", required=False, longest=20),
            registered_on=row.day("registered_on"),
            status=row.text("status", required=False, default="存续", longest=20),
            invented=row.yes("invented"),
        )
    sheet.refuse_if_bad()
    report, stored = store_rows(
        Organisation,
        list(organisations.values()),
        key="uscc",
        fields=[
            "name",
            "kind",
            "legal_representative",
            "legal_representative_person_id",
            "address",
            "phone",
            "registered_on",
            "status",
            "invented",
        ],
    )
    ids = {key: stored[uscc].pk for key, uscc in keys.items()}
    return ids | {uscc: stored[uscc].pk for uscc in organisations}, report


def _import_mandates(
    sheet: Sheet, persons: Mapping[str, int], organisations: Mapping[str, int], at: dt.datetime
) -> Report:
    day = day_of(at)
    mandates: list[Mandate] = []
    for row in sheet:
        organisation = row.text("organisation", required=False)
        principal = row.text("principal", required=False)
        agent = row.text("agent")
        if bool(organisation) == bool(principal):
            row.problem("organisation", "organisation 与 principal 填且只填一个")
        if organisation and organisation not in organisations:
            row.problem("organisation", f"organisations 里没有 {organisation}")
        if principal and principal not in persons:
            row.problem("principal", f"persons 里没有 {principal}")
        if agent and agent not in persons:
            row.problem("agent", f"persons 里没有 {agent}")
        elif principal and persons.get(agent) == persons.get(principal):
            row.problem("agent", "代理人不能是本人")
        starts_on = row.day("starts_on", default=day) or day
        ends_on = row.day("ends_on")
        if ends_on is not None and ends_on < starts_on:
            row.problem("ends_on", "截止日早于开始日")
        scope: str | list[str] = ""
        try:
            scope = stored_scope(scope_of(row.raw("scope") if row.has("scope") else "all"))
        except ScopeUnclear:
            row.problem("scope", '应为 "all" 或实施编码的列表')
        mandates.append(
            Mandate(
                kind=Mandate.Kind.AGENT if organisation else Mandate.Kind.RELATIVE,
                organisation_id=organisations.get(organisation),
                principal_id=persons.get(principal),
                agent_id=persons.get(agent, 0),
                scope=scope,
                starts_on=starts_on,
                ends_on=ends_on,
                principal_accepted_at=at,
                agent_accepted_at=at,
            )
        )
    sheet.refuse_if_bad()
    agents = {mandate.agent_id for mandate in mandates}
    kept = {_same_mandate(mandate): mandate for mandate in Mandate.objects.filter(agent_id__in=agents)}
    new = [mandate for mandate in mandates if _same_mandate(mandate) not in kept]
    changed = []
    for mandate in mandates:
        before = kept.get(_same_mandate(mandate))
        if (
            before is not None
            and before.revoked_at is None
            and (before.scope, before.ends_on) != (mandate.scope, mandate.ends_on)
        ):
            before.scope, before.ends_on = mandate.scope, mandate.ends_on
            changed.append(before)
    Mandate.objects.bulk_create(new)
    if changed:
        Mandate.objects.bulk_update(changed, ["scope", "ends_on"])
    return Report(len(new), len(changed), len(mandates) - len(new) - len(changed))


def _same_mandate(mandate: Mandate) -> tuple[int | None, int | None, int | None, dt.date]:
    return mandate.organisation_id, mandate.principal_id, mandate.agent_id, mandate.starts_on


def _import_accounts(sheet: Sheet, persons: Mapping[str, int]) -> Report:
    known = known_accounts(sheet.rows)
    owners = dict(Account.objects.filter(person_id__in=persons.values()).values_list("person_id", "username"))
    new: dict[str, Account] = {}
    unchanged = 0
    for row in sheet:
        username = read_username(row)
        person = row.text("person")
        person_id = persons.get(person, 0)
        if person and not person_id:
            row.problem("person", f"persons 里没有 {person}")
        email = row.text("email", required=False)
        known.claim_email(row, email, username)
        kept = known.by_username.get(username.lower())
        if kept is not None and kept.person_id == person_id:
            unchanged += 1
        elif kept is not None or username.lower() in new:
            row.problem("username", f"这个用户名已被使用：{username}")
        elif person_id in owners:
            row.problem("person", f"{person} 已有账号 {owners[person_id]}")
        else:
            owners[person_id] = username
            new[username.lower()] = Account(
                username=username, email=email, person_id=person_id, password=make_password(None)
            )
    sheet.refuse_if_bad()
    Account.objects.bulk_create(new.values())
    return Report(len(new), 0, unchanged)
