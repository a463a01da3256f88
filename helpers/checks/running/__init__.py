"""An answer is run: with what arguments, under which guard, and which values come up on the way."""
