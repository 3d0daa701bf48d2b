"""What the kernel announces."""

# A notice was taken in; the key is its year, the payload names the region ("" for the country), what the notice is
# called (`basis`), and the taking in itself (`notice`), so that what follows from it can be told apart.
CALENDAR_CHANGED = "calendar.changed"
