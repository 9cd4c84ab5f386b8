"""The commands, one in each file: they parse options, call the engine and return a result.

The list of commands is in `timeline.cli`. Commands may use every other package.
"""
