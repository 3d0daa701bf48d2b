"""What cases announce beside their steps."""

# What the cases of a day showed of each item, in absolute figures: {"day", "figures"}; see `daily_figures`.
FIGURES_TOLD = "cases.figures"
