"""The directory of organisations: its questions, pages, search documents and back office."""
