"""Persons, elders, volunteers, families, consent, PIN cards."""
