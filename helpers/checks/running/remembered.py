"""What doesn't hang on the answer is worked out once for each problem: the next answer is often to the same one."""
import functools

LAST = 8  # problems of which it is known


def for_each_problem(work):
    """Return work(exercise, arguments), which gives again what it gave for these very arguments; nothing of it may be changed."""
    kept = {}  # (exercise, id of the arguments) → (the arguments, what came back)

    @functools.wraps(work)
    def remembered(exercise, arguments):
        key = exercise.name, id(arguments)
        if key not in kept or kept[key][0] is not arguments:
            found = arguments, work(exercise, arguments)
            while len(kept) >= LAST:
                del kept[next(iter(kept))]
            kept[key] = found
        return kept[key][1]

    return remembered
