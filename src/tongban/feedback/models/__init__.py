from tongban.feedback.models.complaint import Complaint
from tongban.feedback.models.rating import Rating

__all__ = ["Complaint", "Rating"]
