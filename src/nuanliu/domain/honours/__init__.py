"""Honour: stars, badges and medals by hours served, and the year-end commendation."""
