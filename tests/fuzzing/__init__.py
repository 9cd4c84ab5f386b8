"""Random and malformed bytes, given to the readers of input."""
