"""The published methods that compute a certainty from judgments: pure functions, versioned, without Django.

A version never changes once ratings were published with it: a change of rule is a new version. What each one does is said
to readers in `docs/methode-preuves.md`.
"""
