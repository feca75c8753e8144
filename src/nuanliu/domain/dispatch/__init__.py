"""The week's dispatch: runs that propose who goes to whom, kept with the proof of how good they are."""
