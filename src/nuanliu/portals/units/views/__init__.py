"""What is shown of the organisations, and what is done to them."""
