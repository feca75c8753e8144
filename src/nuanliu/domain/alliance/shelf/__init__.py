"""The goods shelf of a site: rice, oil, towels, handed over at the desk for coins."""
