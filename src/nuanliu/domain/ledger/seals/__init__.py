"""Evidence made behind the write path: leaves, trees, signed heads, anchors carried outside, proofs, and their check.

`canonical`, `merkle`, `heads`, `codes`, `digests` are pure. `journal` reads the book's rows, `sealing` and `anchoring`
write evidence, `proofs` and `queries` show it, `verify` doubts all of it. Why it is so: docs/adr/0019.
"""
