"""Asking a run why: from its tables to causes, chains and lives, as data. Pure functions; ``report`` has the words."""
