"""One file a command: parse, ask the engine, answer. The registry is in `timeline.cli`."""
