"""Organisations and sites as a tree, sign-in accounts, appointments, permissions."""
