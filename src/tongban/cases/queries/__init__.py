from tongban.cases.queries.documents import DocumentState, File, document_state, material_file
from tongban.cases.queries.inbox import Filter, Inbox, InboxRow, TaskCount, inbox
from tongban.cases.queries.mine import MyCase, MyCases, my_cases
from tongban.cases.queries.page import (
    Answer,
    AnswerGroup,
    CasePage,
    Entry,
    MaterialLine,
    case_page,
)
from tongban.cases.queries.reviews import ReviewLine

__all__ = [
    "Answer",
    "AnswerGroup",
    "CasePage",
    "DocumentState",
    "Entry",
    "File",
    "Filter",
    "Inbox",
    "InboxRow",
    "MaterialLine",
    "MyCase",
    "MyCases",
    "ReviewLine",
    "TaskCount",
    "case_page",
    "document_state",
    "inbox",
    "material_file",
    "my_cases",
]
