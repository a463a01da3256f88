"""A cell of the reader's own, for which there is no reference: forward, back, and as a file."""
