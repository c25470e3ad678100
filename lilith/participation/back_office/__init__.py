"""Testimonies, their consents and the rates, in the back office."""
