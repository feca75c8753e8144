"""One person one account: credits, payments, the lines a person reads."""
