"""`python -m helpers.figures render` and `check`: the PNG files of diagrams/."""
import sys

from helpers.figures import pictures

sys.exit(pictures.main(*sys.argv[1:]))
