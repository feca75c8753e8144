"""Pages of old paper passbooks: photographed, typed by one person, looked at by another, once."""
