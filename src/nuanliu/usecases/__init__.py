"""One file, one journey across areas. Each opens a durable transaction and does the whole act or none of it."""
