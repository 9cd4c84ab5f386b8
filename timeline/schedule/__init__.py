"""The dates of an agreement's milestones, and their status and levels on a day. Uses dates."""
