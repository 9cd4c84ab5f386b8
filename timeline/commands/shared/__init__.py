"""What several commands use: shared options, completion, results, streams."""
