"""Other engines asked the same questions: what they answer has to be what this one answers."""
