"""异议: somebody says that a decision about a visit is wrong; people who had no part in it decide, by two keys."""
