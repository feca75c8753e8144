"""Conduct: noting a broken promise, appealing, deciding the appeal."""
