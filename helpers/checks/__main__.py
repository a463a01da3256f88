"""`python -m helpers.checks FOLDER`: how a learner's notebooks stand."""
import sys

from helpers.checks import survey

sys.exit(survey.main())
