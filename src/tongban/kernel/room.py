"""Whether a failure is that of a full disk: it passes when there is room again, and nothing was kept by half."""

import errno

from psycopg.errors import DiskFull


def is_out_of_room(error: BaseException) -> bool:
    """Tell whether the file store or the database had no room for what was written."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error.__cause__, DiskFull)
