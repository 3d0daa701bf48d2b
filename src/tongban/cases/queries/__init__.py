from tongban.cases.queries.documents import DocumentState, File, document_of_file, document_state, material_file
from tongban.cases.queries.drafts import DraftAnswers, draft_answers
from tongban.cases.queries.inbox import Inbox, InboxRow, TaskCount, inbox, inbox_rows
from tongban.cases.queries.inbox_filters import Filter
from tongban.cases.queries.lamp_board import LampBoard, LampRow, Lamps, lamp_board
from tongban.cases.queries.mine import MyCase, MyCases, my_cases
from tongban.cases.queries.page import (
    Answer,
    AnswerGroup,
    CasePage,
    Entry,
    MaterialLine,
    case_page,
)
from tongban.cases.queries.powers import PowerRow, by_power
from tongban.cases.queries.receivers import Receivers, receivers
from tongban.cases.queries.reviews import ReviewLine

__all__ = [
    "Answer",
    "AnswerGroup",
    "CasePage",
    "DocumentState",
    "DraftAnswers",
    "Entry",
    "File",
    "Filter",
    "Inbox",
    "InboxRow",
    "LampBoard",
    "LampRow",
    "Lamps",
    "MaterialLine",
    "MyCase",
    "MyCases",
    "PowerRow",
    "Receivers",
    "ReviewLine",
    "TaskCount",
    "by_power",
    "case_page",
    "document_of_file",
    "document_state",
    "draft_answers",
    "inbox",
    "inbox_rows",
    "lamp_board",
    "material_file",
    "my_cases",
    "receivers",
]
