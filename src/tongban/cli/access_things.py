"""For whom the things exist that addresses name, and who of them may do something about them: by form of address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.cases.lifecycle import MOVES
from tongban.cli.access_rules import ROLES, SAFE, Door

Roles = frozenset[str]


def _(*roles: str | Roles) -> Roles:
    """Return roles and groups of roles as one group."""
    return frozenset(one for each in roles for one in ({each} if isinstance(each, str) else each))


APPLYING = _("applicant", "agent")
HANDLING = _("clerk", "lead_reviewer", "decider", "issuer", "head")
WATCHING = _("supervisor", "administrator", "government_head")
DESK = HANDLING | WATCHING
# Who only watches sees a case masked, and none of its papers.
PAPERS = HANDLING | {"joint_reviewer"}
STEWARDS = _("steward", "item_reviewer", "publisher")
# Who has any charge at the authority; the publisher's is at the city's publishing office.
CHARGED = HANDLING | {"steward", "item_reviewer", "administrator", "supervisor"}
# Who fulfils a duty of the table of moves, in a case of the own authority.
BY_DUTY = {
    "applicant": APPLYING,
    "clerk": _("clerk"),
    "lead_reviewer": _("lead_reviewer"),
    "reviewer": _("lead_reviewer", "joint_reviewer"),
    "decider": _("decider"),
    "issuer": _("issuer"),
    "head": _("head"),
    "government_head": _("government_head"),
    "supervisor": _("supervisor"),
    "administrator": _("administrator"),
    "host": _(),
    "system": _(),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """The addresses of a form: which kind of thing each place of it names ("=x" is a word), and for whom it is there.

    `finders` read it; `doers` among them may do what the address is for, None where that depends on more: on the form,
    the state, the day. Whoever else asks finds nothing, or is told that it is not for them, and changes nothing.
    """

    form: str
    places: Mapping[str, str]
    finders: Roles
    doers: Roles | None = None

    def expects(self, role: str, method: str) -> bool | None:
        """Tell whether the role is let do it: read the thing, or act on it; None where the action decides once more."""
        known = ROLES[role].like or role
        if method in SAFE or known not in self.finders:
            return known in self.finders
        return None if self.doers is None else known in self.doers


CASE = {"number": "submitted"}
CLOSED = {"number": "delivered"}
DRAFT = {"number": "draft"}
LICENCE = {"identifier": "licence"}
API = "api/v1/"
BY_VERB = Reach(API + r"cases/<number>/\w+$", CASE, APPLYING | DESK)
# The first form that an address has counts.
REACHES = (
    # What somebody is applying for, and has: nobody by duty.
    Reach("applications/<str:number>/materials/<int", DRAFT | {"material_id": "draft_material"}, APPLYING),
    Reach("applications/", DRAFT | {"group": "=1"}, APPLYING),
    Reach("combined/<", {"number": "combined"}, APPLYING),
    Reach("uploads/<", {"key": "upload"}, _("applicant")),
    Reach(
        "my/cases/<str:number>/(documents|files)",
        CLOSED | {"document": "document", "material_id": "material"},
        APPLYING | PAPERS,
    ),
    Reach("my/cases/<", CLOSED | {"material": "=restoration"}, APPLYING | DESK | {"joint_reviewer"}, APPLYING),
    Reach("my/complaints/", {"complaint": "question"}, _("applicant")),
    Reach("my/space/documents/<", {"document_id": "kept_document"}, _("applicant")),
    Reach("my/licences/<", LICENCE | {"request_id": "copy_request", "number": "copy"}, APPLYING),
    Reach("my/copies/<", {"number": "copy"}, APPLYING),
    Reach("my/messages/<", {"message_id": "message"}, _("applicant")),
    Reach("my/mandates/<", {"mandate_id": "mandate", "original_id": "original"}, APPLYING),
    Reach("my/data/rights/<", {"number": "data_request"}, _("applicant")),
    Reach("my/data/wrong/<", {"number": "correction"}, _("applicant")),
    Reach("my/account/face-check/<", {"key": "face_check"}, _("applicant")),
    Reach("my/account/systems/<", {"consent_id": "consent"}, _("applicant")),
    # The office.
    Reach("office/cases/<str:number>/pauses/", {"number": "reviewing", "pause_id": "pause"}, PAPERS),
    Reach(
        "office/cases/<str:number>/(documents|archive|materials/<|sources|licences)",
        CLOSED | {"document": "document", "material_id": "material"},
        PAPERS,
    ),
    Reach("office/cases/<str:number>/<slug:verb>", CASE | {"verb": "=accept"}, DESK, _("clerk")),
    Reach("office/cases/", CASE | {"material_id": "material"}, DESK),
    Reach("office/complaints/<", {"number": "question"}, _("clerk", "lead_reviewer", "supervisor")),
    Reach("office/histories/<path", {"number": "history"}, CHARGED),
    Reach("office/assistance/<", {"number": "assistance"}, _("clerk", "joint_reviewer", "supervisor")),
    Reach("office/verifications/<", {"number": "verification"}, _("supervisor", "government_head")),
    Reach("office/data-requests/<", {"number": "data_request"}, _("privacy_steward")),
    Reach("office/corrections/<", {"number": "correction"}, _("data_steward", "supervisor")),
    Reach("office/copies/<", {"number": "copy"}, _()),
    Reach("office/licences/<", LICENCE | {"verb": "=suspend"}, _("issuer", "decider")),
    Reach("office/views/<", {"view_id": "view"}, _("clerk")),
    Reach("office/sign-in-systems/<", {"sign_in_client_id": "sign_in_client"}, _("administrator")),
    Reach("office/duties/absences/<", {"absence_id": "absence"}, _("lead_reviewer", "administrator")),
    Reach("office/duties/authorisations/<", {"authorisation_id": "authorisation"}, _("administrator")),
    Reach("office/registers/<", {"key": "=legal-persons"}, _("data_steward")),
    Reach("office/catalogue/reports/<", {"number": "guide_report"}, STEWARDS),
    Reach("office/catalogue/exchange/<", {"rejection_id": "rejection"}, _("publisher")),
    Reach(
        "office/catalogue/revisions/<str:number>/drafts/<int:version_id>/form/<",
        {"number": "revision", "version_id": "version", "group": "=1", "place": "=1"},
        STEWARDS,
    ),
    Reach(
        "office/catalogue/revisions/<",
        {
            "number": "revision",
            "version_id": "version",
            "address": "=materials",
            "place": "=0",
            "verb": "=send_to_review",
        },
        STEWARDS,
    ),
    Reach("office/catalogue/items/<", {"code": "item"}, _("steward")),
    # The API: the same things.
    Reach(
        API + "cases/<number>/(answers|things|situation|submit|discard|promise|promise_later|ordinary_way)",
        DRAFT,
        APPLYING,
    ),
    Reach(
        API + "cases/<number>/materials/(resolution|<code>)",
        DRAFT | {"code": "=plan", "file_id": "draft_material"},
        APPLYING,
    ),
    Reach(
        API + "cases/<number>/materials/<file_id>/keep",
        CLOSED | {"file_id": "material"},
        APPLYING | DESK | {"joint_reviewer"},
        APPLYING,
    ),
    Reach(
        API + "cases/<number>/(documents|archive|materials/<file_id>/file)",
        CLOSED | {"document_number": "document", "file_id": "material"},
        APPLYING | PAPERS,
    ),
    Reach(
        API + "cases/<number>/(materials|receivers|proof)",
        CLOSED | {"document_number": "document", "file_id": "material"},
        APPLYING | DESK | {"joint_reviewer"},
    ),
    Reach(API + "cases/<number>/(rating|complaints)", CLOSED, APPLYING | DESK | {"joint_reviewer"}, APPLYING),
    Reach(API + "cases/<number>/promises", DRAFT, APPLYING),
    Reach(API + "cases/<number>/(supply_deferred|convert_mock)", CASE | {"code": "=plan"}, APPLYING | DESK, APPLYING),
    Reach(API + "cases/<number>/wrong_sources", CASE, APPLYING | DESK, APPLYING),
    Reach(API + "cases/<number>/sources", CASE, APPLYING | DESK, HANDLING),
    Reach(API + "cases/<number>/claim", CASE, APPLYING | DESK, HANDLING - {"head"}),
    Reach(API + "cases/<number>/assign", CASE, APPLYING | DESK, _("lead_reviewer", "head")),
    Reach(API + "cases/<number>/(copies|finish_at_once|begin_verification)", CASE, APPLYING | DESK, _()),
    BY_VERB,
    Reach(API + "cases/<number>", CASE, APPLYING | DESK),
    Reach(API + "combined-applications/<", {"number": "combined"}, APPLYING),
    Reach(
        API + "complaints/<number>/answer",
        {"number": "question"},
        _("applicant", "clerk", "lead_reviewer", "supervisor"),
        _("clerk", "lead_reviewer"),
    ),
    Reach(
        API + "complaints/<",
        {"number": "question"},
        _("applicant", "clerk", "lead_reviewer", "supervisor"),
        _("applicant"),
    ),
    Reach(API + "guide-reports/<", {"number": "guide_report"}, STEWARDS | {"applicant"}, _("steward")),
    Reach(API + "revisions/<", {"number": "revision", "version_id": "version"}, STEWARDS),
    Reach(
        API + "assistance/<",
        {"number": "assistance"},
        APPLYING | {"clerk", "joint_reviewer", "supervisor", "government_head"},
        _("clerk", "joint_reviewer"),
    ),
    Reach(API + "verifications/<", {"number": "verification"}, APPLYING | {"supervisor", "government_head"}, _()),
    Reach(API + "histories/<", {"number": "history"}, CHARGED),
    Reach(API + "alerts/<", {"alert_id": "alert"}, _("supervisor", "head", "government_head"), _("supervisor")),
    Reach(API + "me/mandates/<", {"mandate_id": "mandate", "original_id": "original"}, APPLYING),
    Reach(API + "me/face-checks/<", {"check": "face_check"}, _("applicant")),
    Reach(API + "me/sign-in-consents/<", {"consent": "consent"}, _("applicant")),
    Reach(API + "me/documents/<", {"document_id": "kept_document"}, _("applicant")),
    Reach(API + "sign-in-clients/<", {"client": "sign_in_client"}, _("administrator")),
    Reach(API + "uploads/<", {"key": "upload"}, _("applicant")),
    Reach(API + "registers/<", {"key": "=legal-persons"}, _("data_steward")),
    Reach(API + "data-requests/<number>/withdraw", {"number": "data_request"}, _("applicant")),
    Reach(API + "data-requests/<", {"number": "data_request"}, _("applicant", "privacy_steward"), _("privacy_steward")),
    Reach(API + "data-corrections/<number>/withdraw", {"number": "correction"}, _("applicant")),
    Reach(
        API + "data-corrections/<",
        {"number": "correction"},
        APPLYING | {"data_steward", "supervisor"},
        _("data_steward"),
    ),
    Reach(API + "copies/requests/<request_id>/answer", {"request_id": "copy_request"}, APPLYING),
    Reach(
        API + "copies/requests/<",
        {"request_id": "copy_request"},
        HANDLING | {"administrator", "steward", "item_reviewer"},
    ),
    Reach(API + "copies/<number>/verification", {"number": "copy"}, _(*ROLES)),
    Reach(API + "copies/<number>", {"number": "copy"}, APPLYING),
    Reach(API + "licences/<identifier>/verification", LICENCE, _(*ROLES)),
    Reach(API + "licences/<identifier>/(copies|codes|screen|uses)", LICENCE, APPLYING),
    # Officials read a licence first, and say what for.
    Reach(API + "licences/<identifier>/(metadata|file)", LICENCE, APPLYING),
    Reach(API + "licences/<", LICENCE, APPLYING | {"issuer", "decider"}),
)


def reach_of(door: Door) -> Reach | None:
    """Return for whom what the address names is there; None for addresses that name nothing that is anybody's."""
    if "<" not in door.address:
        return None
    verb = door.address.rpartition("/")[2]
    for reach in REACHES:
        if re.search(f"^{reach.form}", door.address):
            if reach is BY_VERB:
                duties = {duty for move in MOVES if move.verb == verb for duty in move.duties}
                doers = _(*(BY_DUTY[duty] for duty in duties)) if duties else None
                return Reach(reach.form, reach.places, reach.finders, doers)
            return reach
    return None
