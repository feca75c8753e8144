"""Needs that come every week: placed, made ahead, changed, paused, ended."""
