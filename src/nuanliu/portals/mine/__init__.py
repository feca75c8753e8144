"""My data: what is kept of me, what I agreed to, who has looked. For everybody, and at the desk for whom it helps."""
