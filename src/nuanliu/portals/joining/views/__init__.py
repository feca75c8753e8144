"""The pages of joining."""
