"""Summaries of what was done, kept equal to the rows they are made of; reports, exports and saved views over them."""
