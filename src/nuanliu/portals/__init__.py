"""The screens, one folder for each kind of person. A portal imports no other portal but `ui`."""
