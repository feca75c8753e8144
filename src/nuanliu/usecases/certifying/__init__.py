"""A certifier's work: the list with what is unusual, many at once, a question back."""
