"""What the kernel announces."""

# A notice was taken in; the key is its year, the payload names the region ("" for the country).
CALENDAR_CHANGED = "calendar.changed"
