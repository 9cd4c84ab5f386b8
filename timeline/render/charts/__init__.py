"""The timeline as a picture: one dataset, drawn in a terminal, as an image and on a page."""
