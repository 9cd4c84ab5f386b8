"""Code that several commands or `timeline.cli` use: options, completion, results, files, streams."""
