"""The chart in a terminal: rows of characters."""
