"""The alliance: shops, what they offer for coins, the till, budgets, statements, sponsors."""
