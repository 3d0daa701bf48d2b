"""Hand out the file of a licence or of a copy, or show a copy, and note it."""

import datetime as dt

from tongban.licences.actions.copies.note_use import note_use
from tongban.licences.actions.stock.make_sheet import make_sheet
from tongban.licences.models import Licence
from tongban.licences.queries.copies import CopyPage, copy_file, copy_page, the_copy
from tongban.licences.queries.held import NoFileYet, licence_file
from tongban.licences.queries.views import LicenceFile
from tongban.parties.rules.actor import Actor


def fetch_licence(*, identifier: str, actor: Actor, at: dt.datetime) -> LicenceFile:
    """Return the file of a licence to who holds it. Raises NotFound for all others, kernel.files.FileLost."""
    try:
        file = licence_file(actor, identifier)
    except NoFileYet:
        make_sheet(identifier=identifier, actor=actor, at=at)
        file = licence_file(actor, identifier)
    note_use("download", licence=Licence.objects.get(identifier=identifier), actor=actor, at=at)
    return file


def fetch_copy(*, number: str, actor: Actor, at: dt.datetime) -> LicenceFile:
    """Return the file of a copy to its holder and its user. Raises NotFound, kernel.files.FileLost."""
    file, row = copy_file(actor, number), the_copy(actor, number)
    note_use("copy_downloaded", licence=row.licence, copy=row, case_number=row.case_number, actor=actor, at=at)
    return file


def view_copy(*, number: str, actor: Actor, at: dt.datetime) -> CopyPage:
    """Return what a copy is for, to its holder and its user. Raises NotFound."""
    row = the_copy(actor, number)
    note_use("copy_viewed", licence=row.licence, copy=row, case_number=row.case_number, actor=actor, at=at)
    return copy_page(actor, number)
