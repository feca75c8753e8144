"""What every area stands on: clock, ids, quantities, cryptography, text. Knows nothing of time banks."""
