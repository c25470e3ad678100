"""Journeys of people in a real browser, on a real server started by the project's own command."""
