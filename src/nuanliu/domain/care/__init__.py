"""Catalogue, needs, visits, check-in and check-out, certification."""
