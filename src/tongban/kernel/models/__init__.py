from tongban.kernel.models.allowance import Allowance
from tongban.kernel.models.calendar_day import CalendarDay
from tongban.kernel.models.idempotency import IdempotentAnswer
from tongban.kernel.models.last_run import LastRun
from tongban.kernel.models.outbox import Announcement
from tongban.kernel.models.parameter import Parameter
from tongban.kernel.models.release import Release
from tongban.kernel.models.sealing_key import SealingKey
from tongban.kernel.models.staged_file import StagedFile

__all__ = [
    "Allowance",
    "Announcement",
    "CalendarDay",
    "IdempotentAnswer",
    "LastRun",
    "Parameter",
    "Release",
    "SealingKey",
    "StagedFile",
]
