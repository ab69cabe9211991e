"""From log files to hits: opening, reading, parsing, choosing pages, delivering."""
