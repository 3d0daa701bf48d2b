from tongban.kernel.models.calendar_day import CalendarDay
from tongban.kernel.models.idempotency import IdempotentAnswer
from tongban.kernel.models.outbox import Announcement
from tongban.kernel.models.parameter import Parameter

__all__ = ["Announcement", "CalendarDay", "IdempotentAnswer", "Parameter"]
