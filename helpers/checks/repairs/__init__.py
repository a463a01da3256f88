"""Which one change of the learner's own code would make the answer right?"""
