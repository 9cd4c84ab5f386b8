"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# With `--hypothesis-profile few`, for another Python after one has tried each law on more examples.
settings.register_profile("few", max_examples=10)

# No tests, and they need libraries that are not installed for tests.
collect_ignore = ["benchmarks"]
