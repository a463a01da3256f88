"""Shapes that don't meet number by number."""

import ast
import itertools
import re

import numpy as np

from helpers.checks.raised.cause import Cause
from helpers.checks.raised.products import factors, odd
from helpers.exercises import source as source_of


def number_by_number(raised):
    """+, −, * and / of shapes that don't fit."""
    node = raised.node
    if not re.search(r"broadcast", raised.said) or not isinstance(node, ast.BinOp | ast.AugAssign | ast.Call | ast.Compare):
        return None
    if isinstance(node, ast.Call) and len(node.args) != 2:
        return None
    if isinstance(node, ast.AugAssign):
        return _added_to(raised, node)
    if isinstance(node, ast.Compare):
        left, right = node.left, node.comparators[0]
    else:
        left, right = (node.left, node.right) if isinstance(node, ast.BinOp) else node.args
    a, b = raised.shape(left), raised.shape(right)
    A, B = raised.text(left), raised.text(right)
    if a is None or b is None:
        return None
    odd_one = odd(raised, (left, right))
    if odd_one:
        return odd_one
    if cause := _new_axes(raised, A, a, B, b):
        return cause
    for (text, shape), (other, beside) in (((A, a), (B, b)), ((B, b), (A, a))):
        if len(shape) == 3 and beside == shape[1:][::-1]:
            made = raised.code.made(other, raised.line)
            much = "too many" if ".T" in other + (raised.text(made) if made is not None else "") else "missing"
            return Cause("one of two transposed", f"{other} has shape {raised.letters(beside)}, and {text} "
                         f"{raised.letters(shape)}", f"the examples come first, then the steps: is a .T {much}?")
        if len(shape) == 3 and len(beside) == 2:
            return _all_steps(raised, text, other, fits=beside[0] == shape[0] and beside[1] in (1, shape[1]))
    whole = next((n for n in ast.walk(node) if _without_axis(n)), None)
    if whole is not None:
        what = f"{raised.text(whole)} runs over all numbers in one row"
        return Cause("axis forgotten", what, "each column is taken by itself: axis=0 runs down the rows")
    if len(a) == len(b) == 1:
        other = "is the sum taken over the other axis?" if "axis" in A + B else "which of the two should have another length?"
        return Cause("rows of two lengths", f"{A} has {a[0]} numbers, {B} {b[0]}: number by number they don't fit", other)
    twice = next((n for n in ast.walk(node) if _of_one_shape(raised, n)), None)
    if twice is not None:
        what = f"{raised.text(twice)} has shape {raised.letters(raised.shape(twice))}; its factors are of one shape"
        return Cause("@ for *", what, "they are multiplied number by number: *, without .T")
    matrix = len(a) == len(b) == 2 and a[1] == b[0] and not isinstance(node, ast.Compare)
    if matrix and isinstance(getattr(node, "op", ast.Mult()), ast.Mult):
        return Cause(
            "* for @",
            f"{A} * {B} multiplies number by number; {raised.letters(a)} and {raised.letters(b)} are matrices",
            f"the matrix product is {A} @ {B}",
        )
    if len(a) == len(b) == 2 and a == b[::-1] and not _is_bias(A) and not _is_bias(B):
        turned = next((text for text in (B, A) if text.endswith((".T", ".T)"))), None)
        advice = f"is the .T of {turned} one too many?" if turned else "is a .T missing, or do factors stand in the other order?"
        return Cause("one of two transposed", f"{A} has shape {raised.letters(a)}, {B} {raised.letters(b)}", advice)
    is_product = isinstance(getattr(node, "op", None), ast.Mult)
    if len(a) == len(b) == 3 and a[1:] == b[1:] and is_product and "sum(" in raised.text(raised.statement):
        what = f"{A} has {a[0]} rows and {B} {b[0]}: each row of the one meets each row of the other"
        return Cause("* for @", what, "that is a matrix product: @ at each step, or np.einsum")
    bias = next(
        (
            (text, shape, other)
            for text, shape, other in ((B, b, a), (A, a, b))
            if _is_bias(text) or len(shape) == 1 or 1 in shape
        ),
        None,
    )
    if bias:
        text, shape, other = bias
        base = text.removesuffix(".T").removesuffix(".ravel()").removesuffix(".flatten()").removesuffix(".squeeze()")
        if base != text or len(shape) == 1 or shape[0] == 1:
            fits = f"{base} is a column already: use it as it is" if base != text else "keep the second axis: a column is (n, 1)"
            return Cause(
                "a row where a column belongs",
                f"{text} has shape {raised.letters(shape)}; beside {raised.letters(other)} a column is needed",
                fits,
            )
        if len(other) == 2 and other[1] == shape[0] != other[0]:
            return Cause(
                "rows for columns",
                f"the sum beside {text} has shape {raised.letters(other)}: an example a row; here it is a column",
                "the weights come first, and the column behind them: W @ …, without .T",
            )
        if "repeat" in text or "tile" in text:
            by_itself = "a column needs no copies: NumPy adds it to each column by itself"
            return Cause("a bias repeated", f"{text} has {shape[0]} rows, and the sum {other[0]}", by_itself)
        return Cause(
            f"another bias: {text}",
            f"{text} has {shape[0]} numbers, and the sum has {other[0]} rows",
            f"is another bias meant than {text}?" + " Or are other weights meant?" * _one_product(left),
        )
    products = any(isinstance(n, ast.Call | ast.MatMult) for n in ast.walk(node))
    if isinstance(getattr(node, "op", None), ast.Add) and len(a) == len(b) == 2 and a[1] == b[1] and not products:
        return Cause(
            "added, not stacked",
            f"{A} and {B} have different numbers of rows: they can't be added",
            f"[a; x] is one above the other: np.concatenate([{A}, {B}])",
        )
    n_a, n_x = raised.sizes["n_a"], raised.sizes["n_x"]
    for (tall, rows), (low, others) in (((A, a), (B, b)), ((B, b), (A, a))):
        if (rows[0], others[0]) == (n_a + n_x, n_a) and rows[1:] == others[1:]:
            if low[:1] == "d" and isinstance(getattr(node, "op", None), ast.Mult):
                return Cause(
                    "* for @",
                    f"{A} * {B} multiplies number by number; each number of dW is a sum over the examples: a product of matrices",
                    f"the shape of W has {low} @ {tall}.T",
                )
            what = f"{tall} is the tall column, n_a + n_x = {rows[0]} rows; {low} has the n_a = {n_a} rows of a"
            return Cause(f"the whole column beside {low}", what, f"a lies above in {tall}: only its first n_a rows are {low}'s")
    if _under_a_product(raised.statement, node):
        return Cause("@ comes before +", f"{A} and {B} don't fit number by number, and @ comes before +",
                     "is a parenthesis in the wrong place? Each product is made first, then the sum")
    sign = {ast.Add: "+", ast.Sub: "−", ast.Mult: "*", ast.Div: "/"}.get(type(getattr(node, "op", None)), "")
    whole = len(a) == len(b) == 3  # all steps of both: a change of another line may say more
    return Cause(
        f"{A} {sign} {B}"[:50] if sign and not whole else None,
        f"{A} has shape {raised.letters(a)}, {B} {raised.letters(b)}: number by number they don't fit",
        "which of the two should have another shape? print(….shape) above the line shows it",
    )


def _all_steps(raised, whole, other, fits):
    """Tell of `whole`, all steps, beside `other`, which has no axis for them; `fits`: its two axes are those of a step."""
    loops = [node for node in ast.walk(raised.code.tree) if isinstance(node, ast.For | ast.While | ast.comprehension)]
    inside = any(loop.lineno < raised.line for loop in raised.loops())
    says, advice = f"{whole} holds all steps, the other one step", f"take one: {whole.split('[')[0]}[:, :, t]"
    if fits and not inside and "[:, :, np.newaxis]" in source_of(raised.exercise.reference):
        says, advice = f"{whole} holds all steps, and {other} has no axis for them", f"give it one: {other}[:, :, np.newaxis]"
    elif not loops:
        advice = "without a loop the other has to hold all steps too"
    elif "(" in whole:
        advice = "take one step of it: […][:, :, t]"
    return Cause("all steps for one", says, advice)


def _new_axes(raised, A, a, B, b):
    """Say that arrays need new axes before they meet, or None: they hold other things than steps of examples."""
    both = f"{A} has shape {raised.letters(a)}, {B} {raised.letters(b)}"
    (small, few), (_, many) = sorted(((A, a), (B, b)), key=lambda one: (len(one[1]), np.prod(one[1])))
    at_m = len(many) == 3 and many[1] == raised.sizes["m"]
    if len(many) > 3 or len(many) == 3 and not at_m and (len(few) == 2 or 1 in few):
        what = f"{both}: NumPy lays the last axes over each other"
        return Cause(f"axes missing in {small}", what, "which axes are missing in which? np.newaxis makes one")
    for old, new in itertools.permutations(range(3), 2) if len(a) == len(b) == 3 else ():
        if few[old] == 1 and few[:old] + few[old + 1:] == many[:new] + many[new + 1:]:
            there = ", ".join("np.newaxis" if axis == new else ":" for axis in range(3))
            return Cause("a new axis in another place", both, f"the new axis of {small} stands in another place: [{there}]")
    larger = any(np.ndim(value) == len(a) + 1 > 3 for value in raised.values.values())
    if larger and len(a) == len(b) and sum(n != k for n, k in zip(a, b)) == 1:
        return Cause("a new axis forgotten", f"{both}: one axis differs", "give each a new axis where the other has its own")
    return None


def _one_product(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)


def _under_a_product(statement, node):
    """Return whether a sum stands in parentheses as a factor of a matrix product."""
    products = [n for n in ast.walk(statement) if _one_product(n)]
    plain = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    return plain and any(ast.dump(node) in (ast.dump(n.left), ast.dump(n.right)) for n in products)


def _of_one_shape(raised, node):
    """Return whether a node is a matrix product of A and B.T, or A.T and B, where A and B have one shape that isn't square."""
    pair = factors(node)
    if pair is None:
        return False
    a, b = map(raised.shape, pair)
    turned = sum(isinstance(side, ast.Attribute) and side.attr == "T" for side in pair)
    return turned == 1 and a is not None and b is not None and a == b[::-1] and len(set(a)) == 2


def _without_axis(node):
    """Return whether this is a running sum or a sum over everything."""
    sums = ("cumsum", "cumprod", "sum", "mean", "max", "argmax")
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in sums
    return called and len(node.args) < 2 and not any(keyword.arg == "axis" for keyword in node.keywords)


def _is_bias(text):
    return re.fullmatch(r"(?:\w+\[['\"])?b[a-z](?:['\"]\])?(?:\.\w+(?:\(\))?)?", text) is not None


def _added_to(raised, node):
    """`total += value` where the shapes differ."""
    total, value = raised.value(_load(node.target)), raised.value(node.value)
    T, V = raised.text(node.target), raised.text(node.value)
    if total is None:
        return None
    if value is None:  # it holds a call: its shape stands in NumPy's words
        shapes = re.findall(r"\(\d[\d,]*\)", raised.said)
        shape = tuple(int(n) for n in re.findall(r"\d+", shapes[1])) if len(shapes) > 1 else ()
    else:
        shape = np.shape(value)
    wanted, made = np.shape(raised.values.get(T)), raised.code.made(T, raised.line)
    zeros = isinstance(made, ast.Assign) and "zeros" in raised.text(made.value)
    if zeros and np.ndim(total) == len(wanted) > 0 and np.shape(total) != wanted:
        return Cause(f"{T} made with other sizes", f"{T} has shape {raised.letters(np.shape(total))}, expected "
                     f"{raised.letters(wanted)}", f"look at its sizes in line {made.lineno}, where it is made")
    if np.ndim(total) == 3 and len(shape) == 2:
        return Cause("all steps for one", f"{T} holds all steps, {V} is one", f"write into its step: {T}[:, :, t] = …")
    if isinstance(node.target, ast.Subscript) and np.ndim(total) == len(shape) == 1:
        whole, made = raised.text(node.target.value), raised.code.made(raised.text(node.target.value), raised.line)
        where = f", made in line {made.lineno}" if made is not None else ""
        return Cause(
            f"{T} += another length",
            f"{T} has {np.size(total)} numbers, and {shape[0]} are added",
            f"{whole} has shape {np.shape(raised.value(node.target.value))}{where}: are its axes in the page's order?",
        )
    column = shape and np.ndim(total) == 2 and np.shape(total)[1] == 1
    if column and len(shape) == 2 and shape[1] > 1 and (value is not None or shape[1] != len(total)):
        return Cause(
            "several columns added to one",
            f"{T} is one column, {raised.letters(np.shape(total))}; what is added has {shape[1]} columns",
            "sum over the columns first: np.sum(…, axis=1, keepdims=True)" if T.startswith("d")
            else f"+= writes into {T} itself: give the sum a name of its own, … = {T} + …",
        )
    if len(shape) == 1 or column:
        return Cause(
            "keepdims forgotten",
            f"{T} has shape {raised.letters(np.shape(total))}; what is added lost its second axis",
            "np.sum(…, axis=1, keepdims=True) keeps it",
        )
    if shape == np.shape(total)[::-1]:
        return Cause(
            f"what is added to {T} is transposed",
            f"{T} has shape {raised.letters(np.shape(total))}, what is added {raised.letters(shape)}",
            "turn the product round: (A @ B).T is B.T @ A.T",
        )
    return Cause(
        f"{T} += another shape",
        f"{T} has shape {raised.letters(np.shape(total))}, what is added {raised.letters(shape)}",
        "look at both shapes: which of the two is as the page says?",
    )


def _load(node):
    return (
        ast.copy_location(
            {
                ast.Name: lambda: ast.Name(node.id, ast.Load()),
                ast.Subscript: lambda: ast.Subscript(node.value, node.slice, ast.Load()),
            }.get(type(node), lambda: node)(),
            node,
        )
        if not isinstance(node, ast.Attribute)
        else node
    )


def others(raised):
    """What is left of NumPy's words."""
    if "matmul" in raised.said and "enough dimensions" in raised.said:
        return Cause(
            "@ with a single number", "@ multiplies matrices, and one of these has no axes", "a number is multiplied with *"
        )
    if "object too deep" in raised.said:
        what = "it takes one row of numbers, and there are several"
        return Cause("searchsorted on two axes", what, "count instead: np.sum(… <= u, axis=0)")
    if "cannot reshape" in raised.said:
        return Cause(
            "reshaped to another size",
            "reshape keeps the number of entries, and these differ",
            "is a transpose (.T) or another array meant?",
        )
    if "Cannot cast" in raised.said:
        return Cause(
            "whole numbers for decimals",
            "the array was made for whole numbers, and decimals are added",
            "make it with np.zeros(…), without dtype=int",
        )
    return None


RULES = (number_by_number, others)
