"""What is known of the model: limits that must hold, mechanisms against data, worlds, and patterns."""
