"""The chart as a self-contained web page, drawn with Jinja."""
