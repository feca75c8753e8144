"""Reading the workbooks that a community hands in: typed rows out, and a verdict for whatever is not right.

Pure: nothing here asks the database. `known.Known` brings the names that rows may refer to.
"""
