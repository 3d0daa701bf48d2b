"""The verbs of shared data."""

from tongban.sharing.actions.corrections import (
    correct_record,
    reject_report,
    report_wrong,
    take_up,
    withdraw_report,
)
from tongban.sharing.actions.find_records import RecordView, find_records
from tongban.sharing.actions.import_enterprises import EnterpriseReport, import_enterprises
from tongban.sharing.actions.import_records import HeldElsewhere, Verdict, import_file, import_rows, put_records
from tongban.sharing.actions.import_registers import import_registers
from tongban.sharing.actions.look_up import PurposeMissing, look_up
from tongban.sharing.actions.space.add_document import add_document
from tongban.sharing.actions.space.change_document import change_document
from tongban.sharing.actions.space.keep_document import SpaceFull, keep_document
from tongban.sharing.actions.space.remove_document import remove_document
from tongban.sharing.actions.space.use_document import DocumentLapsed, use_document
from tongban.sharing.actions.uploads.begin_upload import TooManyUploads, UploadTooLarge, begin_upload
from tongban.sharing.actions.uploads.end_upload import end_upload
from tongban.sharing.actions.uploads.receive_piece import PieceTooLong, WrongOffset, receive_piece
from tongban.sharing.actions.uploads.sweep_uploads import sweep_uploads

__all__ = [
    "DocumentLapsed",
    "EnterpriseReport",
    "HeldElsewhere",
    "PieceTooLong",
    "PurposeMissing",
    "RecordView",
    "SpaceFull",
    "TooManyUploads",
    "UploadTooLarge",
    "Verdict",
    "WrongOffset",
    "add_document",
    "begin_upload",
    "change_document",
    "correct_record",
    "end_upload",
    "find_records",
    "import_enterprises",
    "import_file",
    "import_registers",
    "import_rows",
    "keep_document",
    "look_up",
    "put_records",
    "receive_piece",
    "reject_report",
    "remove_document",
    "report_wrong",
    "sweep_uploads",
    "take_up",
    "use_document",
    "withdraw_report",
]
