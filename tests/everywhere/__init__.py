"""What takes minutes: every page in a browser, and a hub with learners. `make everywhere` runs it, `make test` doesn't."""
