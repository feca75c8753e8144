"""Asking for help and following what was arranged: the pages that an old person and her family share."""
