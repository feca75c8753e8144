"""Inbox, delivery ports, call sheets."""
