"""Who did what, when, why; append-only."""
