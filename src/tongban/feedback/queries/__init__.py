"""Reading what people say of services."""

from tongban.feedback.queries.complaints import (
    ComplaintPage,
    ComplaintRow,
    ComplaintRows,
    complaint_list,
    complaint_page,
    complaints_about,
)
from tongban.feedback.queries.ratings import RatingView, Satisfaction, rating_of, satisfaction

__all__ = [
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintRows",
    "RatingView",
    "Satisfaction",
    "complaint_list",
    "complaint_page",
    "complaints_about",
    "rating_of",
    "satisfaction",
]
