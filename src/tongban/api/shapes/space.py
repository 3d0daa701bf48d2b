"""What is kept in a space, and files on their way, as they are answered and sent."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Name = Annotated[str, Field(min_length=1, max_length=200)]
UploadKey = Annotated[str, Field(min_length=20, max_length=43, pattern="^[A-Za-z0-9_-]+$")]


class Begun(Shape):
    """A file that may be sent in pieces until it expires."""

    id: str
    length: int
    expires_at: dt.datetime
    links: Links


class KeptDocument(Shape):
    """A document in the space of its owner; `standard` is what sort of paper it is, where the catalogue knows."""

    id: int
    owner_kind: str
    owner_name: str
    name: str
    standard: str
    file_name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    level: int
    obtained_on: dt.date
    valid_until: dt.date | None
    lapsed: bool
    source: str
    case_number: str
    times_used: int
    links: Links


class KeptDocuments(Shape):
    """A page of what is kept."""

    count: int
    page: int
    pages: int
    results: list[KeptDocument]


class ChangeDocument(Body):
    """A new name, and when the document was obtained and is good until."""

    name: Name
    obtained_on: dt.date
    valid_until: dt.date | None = None


class KeepGiven(Body):
    """Since when and until when a file given for a case is good; `obtained_on` is the day of giving unless told."""

    obtained_on: dt.date | None = None
    valid_until: dt.date | None = None


class UseKept(Body):
    """A document of the applicant's space to give for a material."""

    document: Annotated[int, Field(ge=1, le=2**63 - 1)]


class UseUploads(Body):
    """Whole uploads to give for a material; as one PDF, when they are photographs of one paper."""

    uploads: Annotated[list[UploadKey], Field(min_length=1, max_length=10)]
    as_one_pdf: bool = False


class Given(Shape):
    """The files that were given for a material, by id."""

    ids: list[int]
    material: str
    links: Links


class Kept(Shape):
    """The document that is kept now."""

    id: int
    links: Links
