"""What the rows say: the cells of some days, made from the rows themselves each time."""
