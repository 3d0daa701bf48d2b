"""What of a decision is published, and what may be kept back (行政许可法 第五条、第四十条)."""

# Parts of a published decision that may be withheld, each for a ground of the law; `all` leaves only that there is one.
WITHHELD_PARTS = ("applicant", "subject", "conditions", "reasons", "licence", "all")
