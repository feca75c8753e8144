"""Matching in the product: what the database knows handed to `domain/matching` as arrays, answers as people."""
