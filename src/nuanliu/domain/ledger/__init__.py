"""Double entry; knows accounts and units, no people."""
