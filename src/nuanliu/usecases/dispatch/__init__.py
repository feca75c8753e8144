"""A week is read, proposed, looked at, changed and confirmed."""
