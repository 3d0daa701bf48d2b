"""The tables of shared data; private to the app."""

from tongban.sharing.models.corrections import DataCorrection
from tongban.sharing.models.kept import KeptDocument, Upload
from tongban.sharing.models.kept_answers import KeptAnswer
from tongban.sharing.models.look_ups import LookUp
from tongban.sharing.models.records import (
    DepartmentRecord,
    EconomyRecord,
    LandRecord,
    LegalPersonRecord,
    LicenceRecord,
    PopulationRecord,
    RegisterRecord,
)
from tongban.sharing.models.registers import Register, RegisterField

TABLES: dict[str, type[RegisterRecord]] = {
    Register.Kind.POPULATION: PopulationRecord,
    Register.Kind.LEGAL_PERSONS: LegalPersonRecord,
    Register.Kind.LAND_SPACE: LandRecord,
    Register.Kind.MACRO_ECONOMY: EconomyRecord,
    Register.Kind.LICENCES: LicenceRecord,
    Register.Kind.DEPARTMENT: DepartmentRecord,
}

__all__ = [
    "TABLES",
    "DataCorrection",
    "DepartmentRecord",
    "EconomyRecord",
    "KeptAnswer",
    "KeptDocument",
    "LandRecord",
    "LegalPersonRecord",
    "LicenceRecord",
    "LookUp",
    "PopulationRecord",
    "Register",
    "RegisterField",
    "RegisterRecord",
    "Upload",
]
