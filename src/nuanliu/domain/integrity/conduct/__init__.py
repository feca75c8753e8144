"""Conduct: what broken promises cost, when a helper rests, and how it is appealed (RULEBOOK 4.4)."""
