"""暖流 (Nuanliu): a time bank for elderly care that a city can run."""
