"""The command line: one file a command or group, and its `add_to` in GROUPS of `app.py`.

What is heavy (the database, DuckDB, Arrow) is imported inside the commands, so that
`hitlake --help` is there at once.
"""
