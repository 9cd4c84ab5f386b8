"""Read agreement files and report all their faults at once. Uses dates and schedule."""
