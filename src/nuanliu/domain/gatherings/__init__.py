"""Gatherings: group events with a plan, sign-ups, a roll, and one certification for the whole roll."""
