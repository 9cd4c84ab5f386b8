"""Charts: one dataset, drawn in a terminal, as an image or as a web page."""
