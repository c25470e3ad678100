"""Sign-in by OpenID Connect: ProConnect (agents of public services), Pro Santé Connect (health professionals)."""
