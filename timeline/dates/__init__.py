"""Days and periods: a day counted from another by a rule. Uses nothing but errors and plain text."""
