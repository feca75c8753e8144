"""The year-end commendation, from the plan to the awards: one file, one journey."""
