"""One file a kind of agent: who they are and what they do to each other."""
