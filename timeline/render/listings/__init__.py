"""One file a subject: values of the engine become rows for every format."""
