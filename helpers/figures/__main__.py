"""`python -m helpers.figures render` and `check`: the PNG files of diagrams/."""
import sys

from helpers import print_everywhere
from helpers.figures import pictures

print_everywhere()
sys.exit(pictures.main(*sys.argv[1:]))
