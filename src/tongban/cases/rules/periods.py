"""Periods that hold for every item."""

# 行政许可法 第三十二条: working days to answer on acceptance.
INTAKE_DAYS = 5
# 行政许可法 第四十四条: working days from the decision to its delivery.
DELIVERY_DAYS = 10
# The law gives the applicant no limit to correct: a local parameter, in calendar days.
CORRECTION_DAYS = 30
