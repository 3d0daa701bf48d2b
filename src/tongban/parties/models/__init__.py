"""The tables of persons, organisations, accounts, authorities and officials; private to the app."""

from tongban.parties.models.accounts import AccessToken, Account, ClientSystem
from tongban.parties.models.authorities import Authority, Hall, Window
from tongban.parties.models.delegation import Absence, Authorisation
from tongban.parties.models.mandates import ALL_ITEMS, HandedOver, Mandate
from tongban.parties.models.officials import DUTY_NAMES, Duty, Official
from tongban.parties.models.party_events import PartyEvent
from tongban.parties.models.people import Organisation, Person
from tongban.parties.models.regions import City, Region
from tongban.parties.models.sign_in import FaceCheck, SignInClient, SignInConsent
from tongban.parties.models.sign_in_locks import SignInLock

__all__ = [
    "ALL_ITEMS",
    "DUTY_NAMES",
    "Absence",
    "AccessToken",
    "Account",
    "Authorisation",
    "Authority",
    "City",
    "ClientSystem",
    "Duty",
    "FaceCheck",
    "Hall",
    "HandedOver",
    "Mandate",
    "Official",
    "Organisation",
    "PartyEvent",
    "Person",
    "Region",
    "SignInClient",
    "SignInConsent",
    "SignInLock",
    "Window",
]
