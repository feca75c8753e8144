"""The pages of the year-end commendation: for the bureau, the committee, and whoever nominates for a unit."""
