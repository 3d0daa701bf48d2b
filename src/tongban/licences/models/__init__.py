from tongban.licences.models.licence import Licence, LicenceStanding
from tongban.licences.models.licence_type import LicenceType

__all__ = ["Licence", "LicenceStanding", "LicenceType"]
