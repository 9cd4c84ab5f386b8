"""The chart as an image (SVG, PNG or PDF), drawn with matplotlib."""
