from tongban.feedback.models.complaint import Complaint
from tongban.feedback.models.data_request import DataRequest
from tongban.feedback.models.rating import Rating

__all__ = ["Complaint", "DataRequest", "Rating"]
