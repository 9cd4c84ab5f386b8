"""From a clause in English to a date expression, with the authority of each choice."""
