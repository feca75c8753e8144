"""Needs and helpers brought together: pure functions on arrays. No Django, no database, no clock."""
