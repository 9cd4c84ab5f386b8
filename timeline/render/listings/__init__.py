"""The listings, one subject in each file. They turn values of the engine into rows."""
