"""Needs that come again, wishes, regular helpers, and what happens when nobody is found."""
