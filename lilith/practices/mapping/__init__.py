"""The map of France by département: shapes of the mainland and Corsica, and what each one says."""
