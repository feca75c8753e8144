"""Matching measured: a generator with fixed seeds, and what it is compared with."""
