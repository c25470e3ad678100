"""Fixtures of this room's tests."""

from lilith.foundation.tests.small_site import cache, clock, generation, site

__all__ = ["cache", "clock", "generation", "site"]
