"""Figures as the bureau reads them: overview, going down, the rows, one record."""
