"""Certificates of honour, service records and training records: numbered, signed, and checked by anybody."""
