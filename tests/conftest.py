"""Settings for all tests; its presence also makes this folder importable for the oracles."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a busy machine must not fail a correct test.  The blob reproduces a failure.
settings.register_profile("irenic", deadline=None, print_blob=True)
settings.load_profile("irenic")
