from tongban.credit.models.record import Record

__all__ = ["Record"]
