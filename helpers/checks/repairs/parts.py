"""Small changes of calls, terms and factors: another function, another axis, one more or one less."""

import ast
import itertools

from helpers.checks.repairs.pool import text

FUNCTIONS = ("np.tanh", "sigmoid", "softmax", "np.sqrt", "np.abs", "np.log", "np.exp")
OF_A_SIZE = ("np.sqrt", "np.log")  # softmax of a single number is 1, and mends what it shouldn't


SWAPPED = {
    "tanh": ("sigmoid",),
    "sigmoid": ("np.tanh", "softmax"),
    "softmax": ("sigmoid", "np.tanh"),
    "mean": ("sum",),
    "sum": ("mean",),
    "max": ("sum",),
    "log10": ("log",),
    "log": ("log10",),
    "log2": ("log10", "log"),
    "log1p": ("log",),
    "argmin": ("argmax",),
    "argmax": ("argmin",),
    "cumprod": ("cumsum",),
    "prod": ("sum",),
    "ones": ("zeros",),
    "empty": ("zeros",),
    "eigvalsh": ("eigvals",),
    "minimum": ("maximum",),
    "maximum": ("minimum",),
    "svd": ("eigvals",),
}


def calls(node, pool, place):
    """Another function, none, or its argument taken out."""
    if isinstance(node, ast.Call):
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for other in SWAPPED.get(last, ()):
            func = ast.parse(other if "." in other or other in ("sigmoid", "softmax") else f"np.{other}", mode="eval").body
            if (
                isinstance(node.func, ast.Attribute)
                and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "np")
                and "." not in other
            ):
                func = ast.Attribute(node.func.value, other, ast.Load())
            yield (
                ast.Call(func, node.args, node.keywords),
                f"{last} for {other.removeprefix('np.')}",
                f"{last} stands where {other.removeprefix('np.')} belongs",
            )
        alone = len(node.args) == 1 and last not in ("zeros", "append", "range") or node.args and last == "clip"
        if alone and not isinstance(place[0], ast.For):
            yield node.args[0], f"{last} too many", f"{last} isn't taken here: {text(node.args[0])} alone belongs there"
        if len(node.args) >= 2:
            for i, j in itertools.combinations(range(len(node.args)), 2):
                args = list(node.args)
                args[i], args[j] = args[j], args[i]
                yield (
                    ast.Call(node.func, args, node.keywords),
                    "arguments changed places",
                    f"{text(node.args[i])} and {text(node.args[j])} have changed places in {text(node, 50)}",
                )
    if (
        isinstance(node, ast.List | ast.Tuple)
        and 2 <= len(node.elts) <= 4
        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    ):
        for i, j in itertools.combinations(range(len(node.elts)), 2):
            elts = list(node.elts)
            elts[i], elts[j] = elts[j], elts[i]
            yield (
                type(node)(elts, ast.Load()),
                "another order",
                f"{text(node.elts[i])} and {text(node.elts[j])} have changed places in {text(node)}",
            )


def keywords(node, pool, place):
    """axis and keepdims."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("sum", "mean", "max", "argmax", "cumsum", "min")
    ):
        rest = [k for k in node.keywords if k.arg not in ("axis", "keepdims")]
        have = {k.arg: ast.unparse(k.value) for k in node.keywords}
        for axis, keep in ((0, False), (1, False), (1, True), (0, True), (None, False), (2, False)):
            new = (
                rest
                + ([ast.keyword("axis", ast.Constant(axis))] if axis is not None else [])
                + ([ast.keyword("keepdims", ast.Constant(True))] if keep else [])
            )
            if {k.arg: ast.unparse(k.value) for k in new} == have:
                continue
            if axis is not None and have.get("axis") != str(axis):
                runs = {0: "axis 0, over the rows", 1: "axis 1, over the columns", 2: "axis 2, the last"}[axis]
                yield (
                    ast.Call(node.func, node.args, new),
                    "another axis",
                    f"{text(node)} has to run along {runs}" + (" (with keepdims=True)" if keep else ""),
                )
            elif keep:
                yield ast.Call(node.func, node.args, new), "keepdims forgotten", f"keepdims=True is missing in {text(node)}"
            else:
                yield (
                    ast.Call(node.func, node.args, new),
                    "another axis" if axis is None else "keepdims too many",
                    f"{text(node)} has "
                    + ("to run over everything, without axis" if axis is None else "keepdims, and the axis shouldn't stay"),
                )


def less(node, pool, place):
    """A term or a factor too many."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        word = "term" if isinstance(node.op, ast.Add | ast.Sub) else "factor" if isinstance(node.op, ast.Mult) else "division by"
        yield (
            node.left,
            f"a {word} too many".replace("by too many", "too many"),
            f"the {word} {text(node.right)} doesn't belong into {text(node, 50)}",
        )
        if isinstance(node.op, ast.Sub):
            yield node.right, f"{text(node.left)} − too many", f"{text(node.left)} − … doesn't belong before {text(node.right)}"
        if isinstance(node.op, ast.Add | ast.Mult):
            yield node.right, f"a {word} too many", f"the {word} {text(node.left)} doesn't belong into {text(node, 50)}"


def wrapped(node, pool, place):
    """A function forgotten."""
    if (
        isinstance(node, ast.BinOp | ast.Name | ast.Subscript)
        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        and (
            isinstance(place[0], ast.Assign | ast.Return | ast.keyword)
            or isinstance(node, ast.BinOp)
            or isinstance(place[0], ast.BinOp)
        )
    ):
        for name in OF_A_SIZE if text(node).endswith(("shape[0]", "shape[1]", "shape[2]")) else FUNCTIONS:
            func = ast.parse(name, mode="eval").body
            yield (
                ast.Call(func, [node], []),
                f"{name.removeprefix('np.')} forgotten",
                f"{name.removeprefix('np.')} of {text(node)} is forgotten",
            )


def factors(node, pool, place):
    """A factor forgotten: a value, 1 minus it, a derivative of tanh or sigmoid."""
    if not isinstance(node, ast.BinOp | ast.Name | ast.Call) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    if not (isinstance(place[0], ast.Assign | ast.keyword | ast.Dict | ast.Call) or isinstance(place[0], ast.BinOp)):
        return
    if (
        isinstance(place[0], ast.Call)
        and place[1] == "func"
        or isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and isinstance(place[0], ast.BinOp)
        and isinstance(place[0].op, ast.Mult)
    ):
        return
    for name in pool.arrays():
        for written, what in (
            (name, "{}"),
            (f"(1 - {name} ** 2)", "1 − {}²"),
            (f"{name} * (1 - {name})", "{0}(1 − {0})"),
            (f"(1 - {name})", "1 − {}"),
            (f"(1 - np.tanh({name}) ** 2)", "1 − tanh²({})"),
        ):
            factor = ast.parse(written, mode="eval").body
            yield (
                ast.BinOp(node, ast.Mult(), factor),
                f"the factor {what.format(name)} forgotten",
                f"{name} isn't squared"
                if written == text(node)
                else f"the factor {what.format(name)} is missing beside {text(node)}",
            )
    for name in ("tau", "m", "N"):
        if name in pool.names:
            yield (
                ast.BinOp(node, ast.Div(), ast.Name(name, ast.Load())),
                f"the division by {name} forgotten",
                f"{text(node)} has to be divided by {name}",
            )


def terms(node, pool, place):
    """A term forgotten."""
    if (
        isinstance(node, ast.BinOp | ast.Name | ast.Subscript | ast.Call)
        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        and isinstance(place[0], ast.Assign | ast.Call | ast.keyword)
        and place[1] != "func"
    ):
        for name in pool.arrays():
            yield (
                ast.BinOp(node, ast.Add(), ast.Name(name, ast.Load())),
                f"{name} not added",
                f"{name} has to be added to {text(node)}",
            )
