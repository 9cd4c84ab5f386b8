"""Code that several commands use: shared options, completion, results, streams."""
