"""What a person agreed to, each purpose by itself, in which words, and since when."""
