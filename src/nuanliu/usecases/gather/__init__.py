"""Gatherings: planned and announced, people on the list, the roll, and what it brings."""
