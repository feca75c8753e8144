"""The telephone desk's own work: notes, missed calls, ringing back, closing the day."""
