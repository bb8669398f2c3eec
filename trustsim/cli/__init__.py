"""The command line: one file a verb; parsing and exit codes only."""
