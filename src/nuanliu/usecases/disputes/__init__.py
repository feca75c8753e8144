"""Objecting to a visit, answering, deciding with two keys, appealing once."""
