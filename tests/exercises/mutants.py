"""All single-token mutations of a reference solution: operators, comparisons, constants, transposes, calls, names.

    python -m tests.exercises.mutants [exercise …]     counts them, and names those that the check lets pass

A mutation is named by the line that it leaves behind. One that gives the same numbers for every input is listed in
EQUIVALENT with the reason; the test fails when one of those is refused after all, so that the list stays true.
"""

import ast
import copy
import sys

from helpers import checks, exercises, print_everywhere
from helpers.exercises import EXERCISES

OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add, ast.MatMult),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult, ast.Add),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
CALLS = {
    "tanh": ("sin", "arctan"),
    "exp": ("expm1",),
    "log": ("log2", "log1p"),
    "log10": ("log",),
    "sum": ("mean", "max"),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros": ("ones",),
    "zeros_like": ("ones_like",),
    "sqrt": ("abs",),
    "abs": ("square",),
    "max": ("min",),
    "clip": ("maximum",),
    "mean": ("sum",),
    "concatenate": ("vstack", "hstack"),
}

# exercise → {the line that the mutation leaves: why it is the same function}
ONES = "every number of it is overwritten in the loop"
SAME_SIZE = "the sizes are the same"
VSTACK = "for arrays of two axes it is the same"
EQUIVALENT = {
    "how_sure": {
        **dict.fromkeys(("return high", "return q"), "after 60 halvings all three are the same number"),
        **dict.fromkeys(("for _ in range(61):", "for _ in range(59):"), "one halving of 60 more or less"),
        "low, high = (0.0, 2.0)": "the first q is then 1, where the chance is 1",
        "if chance <= 1 / 40:": "no chance is exactly 1/40",
        "chance = sum((math.comb(n, j) * q ** j * (1 - q) ** (n - j) for j in range(k, n + 2)))": "n + 1 of n come in 0 ways",
    },
    "silenced": {"y_pred = np.ones((n_y, m, T_x))": ONES},
    "piece": {
        "a = np.ones((n_a, m, T_x))": ONES, "y_pred = np.ones(y.shape)": ONES, "n_a, m = c0.shape": SAME_SIZE,
        "T_x = y.shape[2]": SAME_SIZE, "return (found, a_next, c_next)": "dx and da0 beside what is asked do no harm",
    },
    "mingru_forward": {
        "a = np.ones(gamma_u.shape)": ONES, "a = np.zeros(c_tilde.shape)": SAME_SIZE, "a = np.zeros(decay.shape)": SAME_SIZE,
        "for t in range(a.shape[2]):": SAME_SIZE, "for t in range(c_tilde.shape[2]):": SAME_SIZE,
        "for t in range(decay.shape[2]):": SAME_SIZE, "for t in range(gamma_u.shape[2]):": SAME_SIZE,
    },
    "scan": {
        "while distance <= b.shape[2]:": "in a round of the distance T_x no step has one before it",
        "while distance < decay.shape[2]:": SAME_SIZE,
    },
    "mingru_backward": {
        "r = np.ones(a.shape)": ONES, "r = np.zeros(c_tilde.shape)": SAME_SIZE, "r = np.zeros(da.shape)": SAME_SIZE,
        "r = np.zeros(decay.shape)": SAME_SIZE, "r = np.zeros(gamma_u.shape)": SAME_SIZE,
        "for t in reversed(range(c_tilde.shape[2])):": SAME_SIZE, "for t in reversed(range(da.shape[2])):": SAME_SIZE,
        "for t in reversed(range(decay.shape[2])):": SAME_SIZE, "for t in reversed(range(gamma_u.shape[2])):": SAME_SIZE,
        "for t in reversed(range(r.shape[2])):": SAME_SIZE, "for t in reversed(range(x.shape[2])):": SAME_SIZE,
    },
    "pick": {
        "below = np.cumsum(y_pred, axis=0) < u": "a sum is never exactly u",
        **dict.fromkeys(
            ["return np.minimum(k, len(below) - 1)"]
            + [f"return np.minimum(k, len(y_pred) {end})" for end in ("+ 1", "* 1", "- 0")],
            "the limit matters only where rounding makes the last sum smaller than u, once in 10^16 times",
        ),
    },
    "rnn_forward": {"a = np.ones((n_a, m, T_x))": ONES, "y_pred = np.ones((n_y, m, T_x))": ONES},
    "softmax_cross_entropy": {
        "return -np.sum(y * log_y_pred) / N": "a NumPy float for a Python one",
        "log_y_pred = np.log(np.maximum(y_pred, 2e-300, dtype=float))": "both limits lie below every probability that isn't 0",
    },
    "softmax_cross_entropy_backward": {
        "has_target = np.max(y, axis=0, keepdims=True)": "a column holds a single 1, or none",
        "has_target = np.sum(y, axis=0, keepdims=False)": "(m, T_x) is spread over the classes like (1, m, T_x)",
    },
    "output_backward": {"dby = np.sum(dzy, axis=(1, 2)).reshape(-2, 1)": "NumPy takes any negative size as the one to find"},
    "rnn_backward": {
        "dx = np.ones(x.shape)": ONES,
        "parameters = caches[-1][3]": "all caches hold the same parameters",
    },
    "norms_through_time": {
        "norms = np.ones(T_x)": ONES,
        "T_x = _.shape[2]": SAME_SIZE,
        "da_prev = np.zeros(da[:, :, -1].shape)": SAME_SIZE,
    },
    "step_of_memory": {
        **dict.fromkeys([f"n_a = len({name})" for name in ("c_tilde", "gamma_f", "gamma_u")], SAME_SIZE),
        "A = np.diag(gamma_f[:, -1])": "there is one example",
        "Wf, Wu, Wc = (before.parameters[key][:, :n_a] for key in ('Wf', 'Wu', 'Wc'))": "both steps hold the same parameters",
    },
    "decades_per_step": {"return np.log10(spectral_radius)": "a NumPy float for a Python one"},
    "lstm_cell_forward": {"concat = np.vstack([a_prev, xt])": VSTACK},
    "lstm_forward": {f"{line}, m, T_x))": ONES for line in ("a = np.ones((n_a", "c = np.ones((n_a", "y_pred = np.ones((n_y")},
    "lstm_cell_backward": {
        "concat = np.vstack([a_prev, xt])": VSTACK,
        **{
            f"n_a = {name}.shape[0]": SAME_SIZE
            for name in (
                "Wf",
                "Wu",
                "Wc",
                "Wo",
                "a_next",
                "c_next",
                "c_prev",
                "c_tilde",
                "da_next",
                "dc_next",
                "gamma_f",
                "gamma_u",
                "gamma_o",
            )
        },
    },
    "lstm_backward": {"dx = np.ones(x.shape)": ONES},
    "gru_cell_forward": {"concat = np.vstack([a_prev, xt])": VSTACK, "concat_r = np.vstack([gamma_r * a_prev, xt])": VSTACK},
    "gru_cell_after": {
        "concat = np.vstack([a_prev, xt])": VSTACK,
        **dict.fromkeys([f"n_a = {name}.shape[0]" for name in ("Wc", "Wr", "Wu", "bc", "br", "brc", "bu")], SAME_SIZE),
    },
    "gru_forward": {"a = np.ones((n_a, m, T_x))": ONES, "y_pred = np.ones((n_y, m, T_x))": ONES},
    "gru_cell_backward": {
        "concat = np.vstack([a_prev, xt])": VSTACK,
        "concat_r = np.vstack([gamma_r * a_prev, xt])": VSTACK,
        **{
            f"n_a = {name}.shape[0]": SAME_SIZE
            for name in ("Wu", "Wr", "Wc", "a_next", "c_tilde", "da_next", "gamma_u", "gamma_r")
        },
    },
    "gru_backward": {"dx = np.ones(x.shape)": ONES},
    "clip_by_norm": {"factor = limit / norm if norm >= limit else 1.0": "at norm = limit the factor is 1 in both"},
    "orthogonal_columns": {"Q = np.ones(A.shape)": ONES, "for k in range(len(Q)):": SAME_SIZE},
    "along_memory": {"dc = np.ones(gamma_f.shape)": ONES, "for t in reversed(range(dc.shape[2] - 1)):": SAME_SIZE},
    "both_directions_forward": {
        "a = np.vstack([a_left, a_right[:, :, ::-1]])": "vstack joins along the first axis too",
        "last = np.vstack([a_left[:, :, -1], a_right[:, :, -1]])": VSTACK,
        "n_a = len(c0) // 2": SAME_SIZE,
    },
    "both_directions_backward": {
        f"{name} = np.vstack([one['{name}'], other['{name}']])": VSTACK for name in ("da0", "dc0")
    },
    "lstm_step_in_one_product": {"n_a, m = c_prev.shape": SAME_SIZE, "s = np.vstack([a_prev, xt, np.ones((1, m))])": VSTACK},
    "dropout": {
        "mask = (u > p) / (1 - p) if training else np.ones(a.shape)": "a number is never exactly p",
        "mask = (u >= p) / (1 - p) if training else np.ones(u.shape)": SAME_SIZE,
    },
    "news_dropped": {
        "c, c_next = (np.ones(mask.shape), c0)": ONES,
        **{f"c, c_next = (np.zeros({name}.shape), c0)": SAME_SIZE for name in ("c_tilde", "gamma_f", "gamma_u")},
        **{f"for t in range({name}.shape[2]):": SAME_SIZE for name in ("c", "c_tilde", "gamma_f", "gamma_u")},
    },
    "hide_places": {"if 0 <= j < len(alpha):": SAME_SIZE},
    "attend_forward": {
        f"e = np.einsum('ami,amj->jim', questions, h) / len({name}) ** 0.5": SAME_SIZE for name in ("Wg", "h", "questions")
    },
    "additive_scores": {
        f"e = np.einsum('u{axis},ujim->jim', v, u)": "v's second axis has size 1, and einsum stretches it" for axis in "ijm"
    },
    "attend_backward": {
        "mean = np.sum(alpha * dalpha, axis=0, keepdims=False)": "an axis of size 1 in front comes back by itself",
        **{f"de = alpha * (dalpha - mean) / len({name}) ** 0.5": SAME_SIZE for name in ("Wg", "dk", "h")},
    },
}


def mutants(text):
    """Return {name: source} for every single-token mutation of a function's source."""
    tree = ast.parse(text)
    original = ast.unparse(tree).splitlines()
    body = tree.body[0].body
    head, texts = _text(tree, [ast.Pass()]).removesuffix("    pass"), [_text(tree, [statement]) for statement in body]
    texts = [text.removeprefix(head) for text in texts]
    within = {id(node): i for i, statement in enumerate(body) for node in ast.walk(statement)}
    found, sources = {}, set()
    for node in list(ast.walk(tree)):
        for field, place, was, new in list(_changes(tree, node)):
            _put(node, field, place, new)
            if id(node) in within:  # one statement is written anew, the others stay
                i = within[id(node)]
                source = head + "\n".join([*texts[:i], _text(tree, [body[i]]).removeprefix(head), *texts[i + 1:]])
            else:
                source = ast.unparse(tree)
            _put(node, field, place, was)
            lines = [line.strip() for line, old in zip(source.splitlines(), original) if line != old]
            if lines and source not in sources:
                found[lines[0] + " (again)" * (lines[0] in found)] = source
                sources.add(source)
    return found


def _text(tree, body):
    """Return the text of a module's function with another body."""
    function = copy.copy(tree.body[0])
    function.body = body
    return ast.unparse(ast.Module([function], []))


def _changes(tree, node):
    """Yield (field, place in it or None, what stands there, what may stand there) for a change of one token of `node`."""
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        yield from (("op", None, node.op, other()) for other in OPERATORS.get(type(node.op), ()))
    if isinstance(node, ast.Compare):
        yield from (("ops", 0, node.ops[0], other()) for other in OPERATORS.get(type(node.ops[0]), ()))
    for field, value in ast.iter_fields(node):
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            yield from ((field, place, child, other) for other in _replacements(tree, child))


def _put(node, field, place, new):
    if place is None:
        setattr(node, field, new)
    else:
        getattr(node, field)[place] = new


def _replacements(tree, node):
    """Return what may stand in place of an expression."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return [node.value]  # a transpose less
    if isinstance(node, ast.Attribute) and node.attr in CALLS:
        return [ast.Attribute(node.value, other, node.ctx) for other in CALLS[node.attr]]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        return [node.operand]
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("reversed", "float", "sigmoid", "softmax")
    ):
        return node.args[:1]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return (
            [ast.Name(other, ast.Load()) for other in sorted(_locals(tree)) if other != node.id]
            if node.id in _locals(tree)
            else []
        )
    if isinstance(node, ast.Constant):
        return [ast.Constant(value) for value in _constants(tree, node.value)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return [ast.BinOp(ast.Attribute(node.left, "T", ast.Load()), node.op, node.right)]  # a transpose more
    return []


def _locals(tree):
    function = tree.body[0]
    return {a.arg for a in function.args.args} | {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def _constants(tree, value):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [2 * value, value + 1]
    if isinstance(value, str) and "->" in value:
        letters = sorted(set(value) - set(",->"))
        return [
            value[:i] + other + value[i + 1 :]
            for i, old in enumerate(value)
            if old in letters
            for other in letters
            if other != old
        ]
    if isinstance(value, str):
        return sorted({n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)} - {value})
    return []


def survivors(name):
    """Return (the number of an exercise's mutations, {line: source} of those that the check lets pass)."""
    reference = EXERCISES[name].reference
    passed, number = {}, 0
    for line, source in mutants(exercises.source(reference)).items():
        number += 1
        try:
            function = exercises.compiled(source, reference)
        except SyntaxError:
            continue
        if checks.examine(function, name_it=False).state == "right":
            passed[line] = source
    return number, passed


if __name__ == "__main__":
    print_everywhere()
    for name in sys.argv[1:] or EXERCISES:
        number, passed = survivors(name)
        print(f"{name}: {number} mutations, {len(passed)} pass, {len(EQUIVALENT.get(name, {}))} listed as equivalent")
        for line in passed:
            print("   " if line in EQUIVALENT.get(name, {}) else "  !", line)
