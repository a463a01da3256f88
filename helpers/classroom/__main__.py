"""`python -m helpers.classroom FOLDER`: a class at a glance."""
import sys

from helpers.classroom import class_view

sys.exit(class_view.main())
