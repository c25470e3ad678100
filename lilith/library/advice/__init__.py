"""The words to avoid: what may hurt, what only researchers say, what few people know, and what to say instead."""
