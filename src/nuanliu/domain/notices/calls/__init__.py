"""Calls of the telephone desk: what was said, whom to ring back, who is ringing now, and how a day was closed."""
