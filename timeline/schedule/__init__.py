"""What an agreement means on a day: its milestones dated, their status, the drawdown. Uses dates."""
