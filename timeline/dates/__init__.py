"""Dates, periods and the counting rules. Uses only errors and plain_text."""
