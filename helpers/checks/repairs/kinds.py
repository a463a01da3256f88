"""The kinds of small changes: another name, key, number or sign, a factor more or less, another axis.

Each kind takes (a node, the Pool, its place) and yields (what stands there instead, the mistake's name, what is said of it).
"""

import ast
import copy
import itertools
import re

from helpers.checks.repairs.pool import text

OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.MatMult, ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.BitXor: (ast.Pow,),
    ast.Pow: (ast.Mult,),
}
SIGNS = {
    ast.Add: "+",
    ast.Sub: "−",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.BitXor: "^",
    ast.Pow: "**",
}
COMPARED = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
WORDS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def _swap(node, new, what="stands where {} belongs"):
    old, wanted = text(node), text(new)
    return new, f"{old} for {wanted}", f"{old} {what.format(wanted)}"


def operators(node, pool, place):
    """Another operator, another comparison, the two sides changed round."""
    if isinstance(node, ast.operator) and type(node) in OPERATORS:
        for other in OPERATORS[type(node)]:
            if (
                other is ast.Mult
                and isinstance(node, ast.Add | ast.Sub)
                and isinstance(place[0], ast.BinOp)
                and (isinstance(place[0].left, ast.Constant) or isinstance(place[0].right, ast.Constant))
            ):
                continue  # x − 1 and x · 1: the 1 is what is too many
            sign, wanted = SIGNS[type(node)], SIGNS[other]
            where = "the sum" if isinstance(place[0], ast.AugAssign) else text(place[0], 50)
            yield other(), f"{sign} for {wanted}", f"{sign} stands where {wanted} belongs, in {where}"
    if isinstance(node, ast.cmpop) and type(node) in COMPARED:
        for other in COMPARED[type(node)]:
            yield other(), f"{WORDS[type(node)]} for {WORDS[other]}", f"{WORDS[type(node)]} stands where {WORDS[other]} belongs"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult | ast.Sub | ast.Div):
        new = ast.BinOp(node.right, node.op, node.left)
        if isinstance(node.op, ast.Div) and isinstance(node.left, ast.Constant) and node.left.value == 1:
            yield node.right, "one over it", f"{text(node.right, 50)} itself belongs there, and not 1 over it"
        else:
            yield new, f"{text(node)} the wrong way round", f"{text(node)} has its two sides changed round"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        turned = isinstance(place[0], ast.Slice) and place[0].step is node and text(node) == "-1"
        if turned:
            yield node.operand, "turned round", "::-1 turns round what isn't to be turned"
        else:
            yield node.operand, "a sign too many", f"the − before {text(node.operand)} doesn't belong there"
    if isinstance(node, ast.IfExp):
        yield (
            ast.IfExp(node.test, node.orelse, node.body),
            "the condition turned round",
            f"the two cases of `if {text(node.test)}` have changed places",
        )


def names(node, pool, place):
    """Another name of the function, another key."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in pool.names:
        for other in pool.like(node.id):
            yield _swap(node, ast.Name(other, ast.Load()))
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        for other in pool.keys:
            if other != node.value:
                yield (
                    ast.Constant(other),
                    f'"{node.value}" for "{other}"',
                    f'the key "{node.value}" stands where "{other}" belongs',
                )


def targets(node, pool, place):
    """Two names that have changed places where something is unpacked."""
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store) and isinstance(place[0], ast.Assign):
        for i, j in itertools.combinations(range(len(node.elts)), 2):
            elts = list(node.elts)
            elts[i], elts[j] = elts[j], elts[i]
            first, second = text(node.elts[i]), text(node.elts[j])
            yield (
                ast.Tuple(elts, ast.Store()),
                f"{first} and {second} in another order",
                f"{first} and {second} have changed places, where {text(place[0].value)} is unpacked or where they are used",
            )


def transposes(node, pool, place):
    """A transpose more or less, in matrix products."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value, "a transpose too many", f"{text(node)} stands where {text(node.value)} belongs, without .T"
    product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    dot = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("dot", "matmul")
        and len(node.args) == 2
    )
    if product or dot:
        left, right = (node.left, node.right) if product else node.args
        for a, b, which in ((_turned(left), right, left), (left, _turned(right), right), (_turned(left), _turned(right), None)):
            new = ast.BinOp(a, ast.MatMult(), b) if product else ast.Call(node.func, [a, b], node.keywords)
            named = which if which is not None else node
            yield new, f"{text(named)} not transposed", f"{text(named)} has to be transposed (.T) in {text(node)}"
        new = ast.BinOp(right, ast.MatMult(), left)
        yield (
            ast.Attribute(new, "T", ast.Load()),
            "a product transposed",
            f"{text(node)} is transposed: the factors stand the other way round, each with .T",
        )


def _turned(node):
    return ast.Attribute(node, "T", ast.Load())


def whole(node, pool, place):
    """All of a list for a part of it, in a loop's head."""
    head = isinstance(place[0], ast.For) and place[1] == "iter"
    if head and isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield node.value, "a part for the whole", f"the loop runs over {text(node)}; it has to run over all of {text(node.value)}"


def constants(node, pool, place):
    """Another whole number."""
    called = place[0].func if isinstance(place[0], ast.Call) else None
    if getattr(called, "attr", getattr(called, "id", "")) in ("round", "around"):
        return  # more digits are nearer and still not right
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for other in dict.fromkeys((0, 1, 2, -1, node.value + 1, node.value - 1, -node.value)):
            divided = isinstance(place[0], ast.BinOp) and isinstance(place[0].op, ast.Div | ast.FloorDiv)
            power = isinstance(place[0], ast.BinOp) and isinstance(place[0].op, ast.Pow) and place[1] == "right"
            if other != node.value and not ((divided or power) and other < 1):  # nobody means // -1, 0 / 2 or ** 0
                word = "axis=" if isinstance(place[0], ast.keyword) and place[0].arg == "axis" else ""
                minus = isinstance(place[0], ast.UnaryOp) and isinstance(place[0].op, ast.USub)
                stands, belongs = (-node.value, -other) if minus else (node.value, other)
                yield (
                    ast.Constant(other),
                    f"{word}{stands} for {word}{belongs}",
                    f"{word}{stands} stands where {word}{belongs} belongs",
                )


def loops(node, pool, place):
    """Where a loop begins and ends."""
    if not isinstance(place[0], ast.For) or place[1] != "iter":
        return
    sizes = [n for n in pool.names if n in ("T_x", "T", "m", "n_a", "n_y", "n", "steps", "N")] or ["T_x"]
    ends = [f"range({n})" for n in sizes] + [f"reversed(range({n}))" for n in sizes]
    lists = [n for n in pool.names if n in ("caches", "steps", "saved")]
    for written in ends + [f"range(len({n}))" for n in lists] + [f"reversed(range(len({n})))" for n in lists]:
        new = ast.parse(written, mode="eval").body
        if ast.unparse(new) != ast.unparse(node):
            way = "from the last to the first" if written.startswith("reversed") else f"over {written}"
            if re.fullmatch(r"range\(.* - 1, 0, -1\)|reversed\(range\(1, .*\)\)", ast.unparse(node)):
                way = "on to the first step, t = 0, which it leaves out"
            yield new, f"{text(node)} for {written}", f"the loop runs over {text(node)}; it has to run {way}"


def powers(node, pool, place):
    """A square more or less."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.left, "a power too many", f"{text(node)} stands where {text(node.left)} belongs"
    if (
        isinstance(node, ast.Name | ast.Call)
        and isinstance(place[0], ast.BinOp)
        and place[1] == "right"
        and isinstance(place[0].op, ast.Sub)
    ):
        yield (
            ast.BinOp(node, ast.Pow(), ast.Constant(2)),
            "a square forgotten",
            f"the square of {text(node)} is forgotten in {text(place[0])}",
        )


def assignments(node, pool, place):
    """= for +=, += for =, a copy."""
    if isinstance(node, ast.AugAssign):
        load = copy.copy(node.target)
        load.ctx = ast.Load()
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(node.op), "…")
        op = f"{sign}="
        yield (
            ast.Assign([node.target], node.value),
            f"{op} for =",
            f"{op} stands where = belongs: {text(node.target)} is made anew, not {'added to' if sign == '+' else 'changed'}",
        )
        yield (
            ast.Assign([node.target], ast.BinOp(load, node.op, node.value)),
            "changed in place",
            f"{op} changes {text(load)} in place, and all that shares its numbers: write {text(load)} = {text(load)} {sign} …",
        )
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Subscript):
        if not isinstance(node.value, ast.Constant):
            yield (
                ast.AugAssign(node.targets[0], ast.Add(), node.value),
                "= for +=",
                f"= overwrites {text(node.targets[0])}; it has to be added to: +=",
            )
        if isinstance(node.value, ast.Name | ast.Subscript):
            copied = ast.Call(ast.Attribute(node.value, "copy", ast.Load()), [], [])
            yield (
                ast.Assign(node.targets, copied),
                "a view, no copy",
                f"{text(node.value)} and {text(node.targets[0])} are one array here: take a copy",
            )


def indices(node, pool, place):
    """Another step, another part."""
    if (
        isinstance(place[0], ast.Subscript)
        and place[1] == "slice"
        or isinstance(place[0], ast.Tuple)
        and isinstance(node, ast.Name | ast.BinOp | ast.Constant | ast.UnaryOp)
    ):
        for loop in pool.loops:
            for written in (loop, f"{loop} - 1", f"{loop} + 1"):
                new = ast.parse(written, mode="eval").body
                if ast.unparse(new) != ast.unparse(node):
                    yield _swap(node, new, "stands where the step's number, {}, belongs")
    if isinstance(node, ast.Slice) and (node.lower is None) != (node.upper is None):
        yield (
            ast.Slice(node.upper, node.lower),
            "the other part",
            f"the part [{text(node)}] stands where the other one, [{text(ast.Slice(node.upper, node.lower))}], belongs",
        )
