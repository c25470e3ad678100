"""The import of references: a file is read in a job into a staging table, looked at by a person, then written at once."""
