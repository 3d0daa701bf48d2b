"""What a file of items would do, as the API says it."""

from tongban.api.shapes.base import Shape


class FileProblem(Shape):
    """Something wrong with a file: which file or sheet, which row as its reader counts, which field, and what to do."""

    file: str
    row: int
    field: str
    message: str


class ComingItem(Shape):
    """An item that would be created or changed; `changes` says in words how it differs from what is in force."""

    code: str
    name: str
    authority: str
    variant: str
    changes: list[str]


class ImportPreview(Shape):
    """What an import would do; with problems, nothing.

    `under_way` are items in revisions already, which it leaves alone. `revisions` are the numbers of the revisions that
    were drafted, one for each authority.
    """

    created: list[ComingItem]
    changed: list[ComingItem]
    unchanged: int
    under_way: int
    problems: list[FileProblem]
    revisions: list[str]
