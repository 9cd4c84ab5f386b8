"""Agreement files: from TOML text to an agreement and its schedule, with every fault at once. Uses dates and schedule."""
