"""The telephone: find the caller, place the need, read it back."""
