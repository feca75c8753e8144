"""Regular pairing (结对): asked, agreed by both, paused with a substitute, ended; and who is asked first."""
