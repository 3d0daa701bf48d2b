from tongban.licences.models.copy import Authorisation, Copy, CopyRequest, DetachedSignature, LicenceUse
from tongban.licences.models.licence import Licence, LicenceStanding
from tongban.licences.models.licence_type import LicenceType
from tongban.licences.models.stock import LicenceReminder, StockImport

__all__ = [
    "Authorisation",
    "Copy",
    "CopyRequest",
    "DetachedSignature",
    "Licence",
    "LicenceReminder",
    "LicenceStanding",
    "LicenceType",
    "LicenceUse",
    "StockImport",
]
