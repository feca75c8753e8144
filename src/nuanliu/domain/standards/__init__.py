"""The versioned Standard; every number of the rulebook's section 4."""
