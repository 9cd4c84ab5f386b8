"""Compare results with those of other date libraries and programs, called engines here."""
