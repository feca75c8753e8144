"""The desk: what is to be done today, one need with its story, deciding, people, print, rosters."""
