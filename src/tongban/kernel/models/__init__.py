from tongban.kernel.models.calendar_day import CalendarDay

__all__ = ["CalendarDay"]
