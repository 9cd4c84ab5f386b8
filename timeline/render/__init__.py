"""Write results as text, charts and pages: formats, listings and charts.

Uses `dates` and `schedule`.
"""
