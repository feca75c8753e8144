"""The demo city: loaded through the same import that a clerk uses, then lived in for three weeks."""
