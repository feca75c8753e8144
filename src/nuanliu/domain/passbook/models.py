"""The passbook keeps no table yet: a person's accounts live in the ledger, their ids follow from person and site."""
