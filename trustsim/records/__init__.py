"""What a run leaves behind: columns, tables, the event log and the run folder."""
