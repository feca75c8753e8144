"""Aggregate figures for everybody: what is released of a month, once and for all."""
