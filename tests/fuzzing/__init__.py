"""Bytes that nobody would write, given to what reads them."""
