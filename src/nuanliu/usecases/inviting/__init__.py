"""Helpers are invited for a need: asked, answered, taken back; who says yes first goes."""
