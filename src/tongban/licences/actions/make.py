"""Set a licence, sign it, keep its file and enter it in the register, once its number is known."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from tongban.kernel import files, pdf, signing
from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import licence_identifier
from tongban.licences.actions.detach import detach
from tongban.licences.actions.refuse_second import refuse_second
from tongban.licences.lifecycle import ISSUE, MOVES
from tongban.licences.models import Licence, LicenceStanding, LicenceType
from tongban.licences.rules.face import CONDITIONS, chinese_day, face_of, validity
from tongban.licences.rules.holders import PERSON, Holder, code_type, masked_code
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import AuthorityView

MADE_HERE = "A"
# Stands on the sheet of what another system or a piece of paper told us.
STOCK_MARK = "存量登记：根据发证机关提供的资料登记，以发证机关的原件为准。"


@dataclass(frozen=True, slots=True)
class Issued:
    """A licence that was made: its identifier (证照标识), its number, and the hash of the signed file."""

    identifier: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What a licence is called by: serial and number stay when it is issued anew, the version goes up.

    `verb` is the operation that makes it.
    """

    serial: str
    number: str
    version: int = 1
    replaces_id: int | None = None
    verb: str = ISSUE.verb


def make(
    kind: LicenceType,
    issuer: AuthorityView,
    holder: Holder,
    naming: Naming,
    *,
    matter_id: int | None,
    face: Mapping[str, Any],
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> Issued:
    """Make a licence; who may is checked before. One statement writes it and its first standing.

    The file is kept before the row is written, so that a licence in the register always has its file.
    """
    person = holder.kind == PERSON
    today = day_of(at)
    licence = Licence(
        identifier=licence_identifier(kind.type_code, issuer.uscc, naming.serial, naming.version),
        type=kind,
        name=kind.name,
        name_en=kind.name_en,
        number=naming.number,
        serial=naming.serial,
        version=naming.version,
        replaces_id=naming.replaces_id,
        holder_kind=holder.kind,
        holder_person_id=holder.id if person else None,
        holder_organisation_id=None if person else holder.id,
        holder_name=holder.name,
        holder_code=holder.code,
        holder_type=holder.type or code_type(holder.kind, holder.code),
        authority_id=issuer.id,
        authority_name=issuer.name,
        issued_on=today,
        valid_from=valid_from or today,
        valid_until=valid_until,
        face=face_of(kind.fields, face),
        matter_id=matter_id,
        state=ISSUE.target,
        one_per_holder=kind.one_per_holder,
    )
    # Who has one already is asked and answered under one lock.
    with transaction.atomic() if licence.one_per_holder else contextlib.nullcontext():
        refuse_second(licence, actor, at)
        licence.file_sha256 = sheet(licence, at)
        basis = MOVES[naming.verb].basis if naming.verb in MOVES else ISSUE.basis
        _enter(
            licence,
            LicenceStanding(state=ISSUE.target, from_at=at, basis=str(basis), actor_name=actor.name, verb=naming.verb),
        )
    return Issued(licence.identifier, licence.number, licence.file_sha256)


def sheet(licence: Licence, at: dt.datetime) -> str:
    """Set and sign the sheet of a licence, keep the file, and return its SHA-256. Raises kernel.pdf.MissingGlyph."""
    data = pdf.render("licences/licence", _printed(licence), timestamp=at)
    signed = signing.sign_pdf(data, reason=f"{licence.name} {licence.identifier}")
    sha256 = files.put(signed, "application/pdf").sha256
    detach(signed, sha256, at=at)
    return sha256


def _printed(licence: Licence) -> dict[str, Any]:
    person = licence.holder_kind == PERSON
    conditions = [line["value"] for line in licence.face if line["key"] == CONDITIONS]
    return {
        "look": licence.type.template,
        "name": licence.name,
        "name_en": licence.name_en,
        "number": licence.number,
        "holder_label": "持证人" if person else "持证单位",
        "holder": licence.holder_name,
        "code_label": "证件号码" if person else "统一社会信用代码",
        # Copies of a licence travel; a whole identity number need not travel with them.
        "code": masked_code(licence.holder_kind, licence.holder_code),
        "fields": [[line["label"], line["value"]] for line in licence.face if line["key"] != CONDITIONS],
        "conditions": conditions[0] if conditions else "",
        "authority": licence.authority_name,
        "mark": "" if licence.trust_level == MADE_HERE else STOCK_MARK,
        "validity": validity(licence.valid_from, licence.valid_until),
        "issued_on": chinese_day(licence.issued_on),
        "identifier": licence.identifier,
        "qr": pdf.qr_svg(f"{settings.PUBLIC_URL}/verify/{licence.identifier}"),
    }


def _enter(licence: Licence, standing: LicenceStanding) -> None:
    table, columns, values = _row(licence)
    standing_table, standing_columns, standing_values = _row(standing, but="licence")
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            f"WITH entered AS (INSERT INTO {table} ({columns}) VALUES ({_holes(values)}) RETURNING id)"
            f" INSERT INTO {standing_table} (licence_id, {standing_columns})"
            f" SELECT entered.id, {_holes(standing_values)} FROM entered",
            [*values, *standing_values],
        )


def _row(row: models.Model, *, but: str = "") -> tuple[str, str, list[Any]]:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name != but]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return (
        row._meta.db_table,
        columns,
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields],
    )


def _holes(values: list[Any]) -> str:
    return ", ".join(["%s"] * len(values))
