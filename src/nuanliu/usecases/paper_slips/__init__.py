"""The batch desk: slips are typed into one grid, judged, entered by one person, signed by another, reversed as one."""
