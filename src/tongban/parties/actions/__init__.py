"""The verbs that change persons, organisations, accounts, authorities and officials."""

from tongban.parties.actions.appoint import AppointmentUnclear, DutiesKeptApart, NewDuty, appoint
from tongban.parties.actions.end_absence import AbsenceOver, end_absence
from tongban.parties.actions.end_duty import DutyOver, end_duty
from tongban.parties.actions.end_service import ServiceOver, SuccessorUnfit, end_service
from tongban.parties.actions.enrol_party import EnrolmentUnclear, enrol_party
from tongban.parties.actions.give_authorisation import AuthorisationUnclear, give_authorisation
from tongban.parties.actions.import_authorisations import import_authorisations
from tongban.parties.actions.import_authorities import import_authorities
from tongban.parties.actions.import_city import import_city
from tongban.parties.actions.import_halls import import_halls
from tongban.parties.actions.import_officials import import_officials
from tongban.parties.actions.import_people import import_people
from tongban.parties.actions.import_regions import import_regions
from tongban.parties.actions.issue_token import IssuedToken, TokenUnclear, issue_token
from tongban.parties.actions.mandates import (
    MandateOver,
    MandateUnclear,
    OriginalBack,
    accept_mandate,
    ask_mandate,
    decline_mandate,
    give_back,
    give_mandate,
    hand_over,
    note_act,
    record_mandate,
    revoke_mandate,
    sweep_mandates,
)
from tongban.parties.actions.note_token_use import note_token_use
from tongban.parties.actions.note_visit import note_visit
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.register_absence import AbsenceUnclear, register_absence
from tongban.parties.actions.register_person import RegistrationRefused, register_person
from tongban.parties.actions.revoke_authorisation import AuthorisationOver, revoke_authorisation
from tongban.parties.actions.revoke_token import TokenOver, revoke_token
from tongban.parties.actions.set_demo_password import NotADemonstration, set_demo_password
from tongban.parties.actions.set_large_print import set_large_print
from tongban.parties.actions.sign_in.begin_face_check import FaceCheckRefused, begin_face_check
from tongban.parties.actions.sign_in.close_sign_in_client import SignInClientOver, close_sign_in_client
from tongban.parties.actions.sign_in.consent_to_sign_in import consent_to_sign_in
from tongban.parties.actions.sign_in.end_face_check import end_face_check
from tongban.parties.actions.sign_in.end_try import end_try_in_vain, end_try_well
from tongban.parties.actions.sign_in.note_try import SignInLocked, Tried, note_try
from tongban.parties.actions.sign_in.register_sign_in_client import (
    IssuedClient,
    SignInClientUnclear,
    register_sign_in_client,
)
from tongban.parties.actions.sign_in.renew_sign_in_secret import renew_sign_in_secret
from tongban.parties.actions.sign_in.revoke_sign_in import revoke_sign_in
from tongban.parties.actions.sign_in.sign_in_from_outside import OutsideSignInRefused, sign_in_from_outside
from tongban.parties.actions.sign_in.sweep_sign_in_locks import sweep_sign_in_locks
from tongban.parties.actions.sign_in.unlock_sign_in import unlock_sign_in
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.actions.verify_person import VerificationUnclear, verify_person

__all__ = [
    "AbsenceOver",
    "AbsenceUnclear",
    "AppointmentUnclear",
    "AuthorisationOver",
    "AuthorisationUnclear",
    "DutiesKeptApart",
    "DutyOver",
    "EnrolmentUnclear",
    "FaceCheckRefused",
    "IssuedClient",
    "IssuedToken",
    "MandateOver",
    "MandateUnclear",
    "NewDuty",
    "NotADemonstration",
    "OriginalBack",
    "OutsideSignInRefused",
    "RegistrationRefused",
    "ServiceOver",
    "SignInClientOver",
    "SignInClientUnclear",
    "SignInLocked",
    "SuccessorUnfit",
    "TokenOver",
    "TokenUnclear",
    "Tried",
    "VerificationUnclear",
    "accept_mandate",
    "appoint",
    "ask_mandate",
    "begin_face_check",
    "close_sign_in_client",
    "consent_to_sign_in",
    "decline_mandate",
    "end_absence",
    "end_duty",
    "end_face_check",
    "end_service",
    "end_try_in_vain",
    "end_try_well",
    "enrol_party",
    "give_authorisation",
    "give_back",
    "give_mandate",
    "hand_over",
    "import_authorisations",
    "import_authorities",
    "import_city",
    "import_halls",
    "import_officials",
    "import_people",
    "import_regions",
    "issue_token",
    "note_act",
    "note_token_use",
    "note_try",
    "note_visit",
    "record_event",
    "record_mandate",
    "register_absence",
    "register_person",
    "register_sign_in_client",
    "renew_sign_in_secret",
    "revoke_authorisation",
    "revoke_mandate",
    "revoke_sign_in",
    "revoke_token",
    "set_demo_password",
    "set_large_print",
    "sign_in_from_outside",
    "store_rows",
    "sweep_mandates",
    "sweep_sign_in_locks",
    "unlock_sign_in",
    "verify_person",
]
