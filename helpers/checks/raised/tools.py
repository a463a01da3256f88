"""Tools used on the wrong kind of thing: lists for arrays, numbers for steps, math for NumPy, operators that aren't there."""

import ast
import re

from helpers.checks.raised.cause import Cause


def concatenated(raised):
    """np.concatenate, np.stack and so on: without a list, on another axis, of the wrong things."""
    node = raised.node if isinstance(raised.node, ast.Call) else None
    name = raised.text(node.func) if node is not None else ""
    if not name.endswith((".concatenate", ".vstack", ".hstack", ".stack")):
        return None
    pieces = node.args[0].elts if node.args and isinstance(node.args[0], ast.List | ast.Tuple) else None
    if pieces is None and len(node.args) >= 2:
        inner = ", ".join(raised.text(a) for a in node.args)
        return Cause("np.concatenate without a list", f"{name} takes one list of arrays", f"write {name}([{inner}])")
    shapes = [raised.shape(piece) for piece in pieces or []]
    if "along dimension" in raised.said and len(shapes) > 1 and None not in shapes and len({shape[1:] for shape in shapes}) == 1:
        given = ", ".join(raised.text(piece) for piece in pieces)
        return Cause(
            "stacked on the wrong axis",
            f"{name} puts the arrays side by side here (axis 1)",
            "a lies above x: np.concatenate([a_prev, xt]), on axis 0" if given.startswith("a_prev") and len(pieces) == 2
            else f"one above the other: np.concatenate([{given}]), on axis 0",
        )
    if "along dimension" in raised.said and len(shapes) > 1 and None not in shapes and all(len(shape) == 2 for shape in shapes):
        axis = 0 if "along dimension 1" in raised.said else 1
        sizes = [shape[1 - axis] for shape in shapes]
        other = next((i for i, size in enumerate(sizes) if sizes.count(size) == 1 and len(sizes) > 2), len(sizes) - 1)
        what = "columns" if axis == 0 else "rows"
        return Cause(
            "arrays that can't be stacked",
            f"{raised.text(pieces[other])} has shape {raised.letters(shapes[other])}, {raised.text(pieces[other - 1])} "
            f"{raised.letters(shapes[other - 1])}: to be joined on axis {axis} they need as many {what}",
            "which of them should have another shape?",
        )
    tall = next((raised.text(p) for p, s in zip(pieces or [], shapes) if s is not None and len(s) == 3), None)
    if tall and all(shape is not None and len(shape) == 3 for shape in shapes):
        given = ", ".join(f"{raised.text(piece)} has shape {shape}" for piece, shape in zip(pieces, shapes))
        return Cause("arrays that can't be stacked", given, "they may differ only in the axis on which they are joined")
    if tall:
        return Cause(
            "all steps for one",
            f"{tall} holds all steps",
            f"one step's input is meant: {'xt' if 'xt' in raised.locals else tall + '[:, :, t]'}",
        )
    return Cause(
        "arrays that can't be stacked",
        f"{name}: arrays of different shapes can't be joined like this",
        ".ravel() each first, or work on one after the other",
    )


def decimal_place(raised):
    """A place that / made: a decimal number, where a slice needs a whole one."""
    if "slice indices must be integers" not in raised.said:
        return None
    parts = [part for n in ast.walk(raised.statement) if isinstance(n, ast.Slice) for part in (n.lower, n.upper, n.step) if part]
    part = next((part for part in parts if isinstance(raised.value(part), float)), None)
    if part is None:
        return None
    text = raised.text(part)
    return Cause(
        "a decimal number for a place", f"{text} is {raised.value(part)}, a decimal number",
        "places are whole numbers: // divides without a rest, / makes a decimal number",
    )


def appended(raised):
    """np.append, and arrays made of things of several shapes."""
    if "inhomogeneous" not in raised.said and "array element with a sequence" not in raised.said:
        return None
    made = raised.statement if isinstance(raised.statement, ast.Assign) else None
    into = made.targets[0] if made is not None else None
    shape = raised.shape(made.value) if isinstance(into, ast.Subscript) else None
    if shape and raised.shape(ast.Subscript(into.value, into.slice, ast.Load(), lineno=1, col_offset=0)) == ():
        return Cause(
            "an array for one number",
            f"{raised.text(into)} is the place of one number, and the array {raised.letters(shape)} is put there",
            "make one number of it first, or make room for a whole array",
        )
    nodes = [n for n in ast.walk(raised.statement) if isinstance(n, ast.Call)]
    for node in nodes:
        name = raised.text(node.func)
        if name.endswith("np.append"):
            return Cause(
                "np.append for a list",
                "np.append makes a new array of numbers; a cache isn't one",
                f"grow a list: {raised.text(node.args[0])}.append({raised.text(node.args[1])}), without =",
            )
    for node in ast.walk(raised.statement):
        if (
            isinstance(node, ast.Name)
            and isinstance(raised.space.get(node.id), list | tuple)
            and raised.space.get(node.id) is not None
        ):
            made = raised.code.made(node.id, raised.line)
            where = f", line {made.lineno}" if made is not None else ""
            return Cause(
                f"{node.id} is a list, not an array",
                f"{node.id} is a {type(raised.space[node.id]).__name__} of arrays{where}",
                f"join them into one array: np.concatenate({raised.text(made.value) if isinstance(made, ast.Assign) else '[…]'})",
            )
    eig = next((n for n in nodes if raised.text(n.func).endswith((".eig", ".eigh", ".svd"))), None)
    if eig is not None:
        return Cause(
            "eig for eigvals",
            f"{raised.text(eig.func)} gives several things at once: values and vectors",
            f"np.linalg.eigvals({', '.join(raised.text(a) for a in eig.args)}) gives the values alone",
        )
    return Cause(
        "arrays of several shapes in one",
        "arrays of different shapes can't be put into one array",
        "work on them one after the other, or .ravel() each and join them",
    )


def wrong_tool(raised):
    """Python's and math's tools on arrays, loops over a number, operators that aren't there."""
    said, node = raised.said, raised.node
    text = raised.text(node) if node is not None else raised.text_of_line()
    name = raised.text(node.func) if isinstance(node, ast.Call) else ""
    if "must be Tensor" in said:
        return Cause(
            "torch on NumPy's arrays",
            f"{name} takes torch's tensors, and these are NumPy's arrays",
            f"NumPy has it too: np.{name.rpartition('.')[2]}",
        )
    if "converted to Python scalar" in said or "length-1 arrays" in said:
        if name in ("int", "float"):
            return Cause(
                f"{name}() of an array",
                f"{name}() makes one number, and this is an array",
                "leave it out; .astype(int) makes whole numbers of all",
            )
        return Cause(
            "math for arrays",
            f"{name or 'math'} takes one number, and this is an array",
            f"NumPy's takes arrays: np.{name.rpartition('.')[2]}" if name else "use NumPy's functions, such as np.tanh",
        )
    if "truth value of an array" in said and name.endswith(".norm"):
        return Cause(f"{name} of two", f"{name} takes one array; what stands second says which kind of norm", "leave that out")
    if "truth value of an array" in said:
        if name in ("max", "min"):
            return Cause(
                f"{name}() of arrays",
                f"{name} compares single numbers",
                "for arrays there are np.maximum, np.minimum and np.clip",
            )
        asked = {n.id for n in ast.walk(node or raised.statement) if isinstance(n, ast.Name)}
        for loop in raised.loops():
            whole = loop.iter.args[0] if raised.text(loop.iter).startswith("enumerate(") else loop.iter
            walked = (n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name) and n.id in asked)
            array = next((one for one in walked if getattr(raised.locals.get(one), "ndim", 0)), None)
            if array and getattr(raised.value(whole), "ndim", 0) > 1:
                over = f"line {loop.lineno} walks over {raised.text(loop.iter)}, so that {array} is an array"
                return Cause("a loop over another array", over, "is there another whose entries are single numbers?")
        return Cause(
            "an if of an array",
            "an array is neither true nor false as a whole",
            "ask number by number (np.where), or for .any() or .all()",
        )
    if "bitwise_xor" in said or "for ^" in said:
        return Cause("^ for **", "^ is no power", "a power is written **")
    if "object is not iterable" in said and isinstance(raised.statement, ast.For):
        over = raised.text(raised.statement.iter)
        return Cause("a number looped over", f"{over} is a number; a loop needs the steps", f"for … in range({over})")
    if "is not reversible" in said:
        over = raised.text(node.args[0]) if name == "reversed" else "T_x"
        return Cause("a number looped over", f"{over} is a number; a loop needs the steps", f"for … in reversed(range({over}))")
    if raised.kind == "RecursionError":  # where it ran out is chance: without threads often at the def line
        own = (n for n in ast.walk(raised.code.tree) if isinstance(n, ast.Call) and raised.text(n.func) == raised.exercise.name)
        return Cause(
            "it calls itself",
            f"line {next((call.lineno for call in own), raised.line)} calls {raised.exercise.name} itself, again and again",
            "write the formula there: inside, its own name isn't the reference",
        )
    if raised.kind == "ZeroDivisionError":
        whole = next((n for n in ast.walk(raised.code.tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.FloorDiv)), None)
        if whole is not None:
            return Cause(
                "// for /", f"{raised.text(whole)} has no part after the point, so it becomes 0", "a division is written /"
            )
        return Cause("a division by 0", f"`{text}` divides by 0", "which number is 0 there?")
    if "Generator' object is not callable" in said and name:
        return Cause("a generator called", f"{name} is a generator of random numbers", f"its methods draw: {name}.random(…)")
    if "not callable" in said and name:
        return Cause(
            "an operator forgotten", f"`{text}` calls {name}, which is no function", "is * or @ missing before the parenthesis?"
        )
    if "not subscriptable" in said and isinstance(node, ast.Subscript):
        return Cause(
            None,
            f"{raised.text(node.value)} can't be indexed: {said}",
            "call a function with (…) before taking a part of what it gives",
        )
    if "list indices must be" in said and isinstance(node, ast.Subscript):
        L, made = raised.text(node.value), raised.code.made(raised.text(node.value), raised.line)
        call = made.value if isinstance(made, ast.Assign) and isinstance(made.value, ast.Call) else None
        of = raised.text(call.args[0]) if call is not None and raised.text(call.func) == "list" and call.args else ""
        how = f"list({of}) takes the array apart: {of}.copy() keeps it one" if of else (
            "make it an array first: np.zeros((n_a, m, T_x))")
        return Cause("a list indexed like an array", f"{L} is a list: it has no axes", how)
    if "multiply sequence" in said:
        return Cause("a list multiplied", "a list can't be multiplied number by number", "make it an array: np.array(…)")
    return _dictionary_in_a_sum(raised) or _own_words(raised)


def _dictionary_in_a_sum(raised):
    if not re.search("unsupported operand|bad operand|not supported between", raised.said):
        return None
    for part in ast.walk(raised.node or raised.statement):
        value = raised.value(part) if isinstance(part, ast.Name | ast.Subscript) else None
        if isinstance(value, dict):
            keys = ", ".join(map(str, list(value)[:8]))
            entry = "da_prev" if "da_prev" in value else next(iter(value), "key")
            return Cause(
                "a dictionary for one entry",
                f"{raised.text(part)} is a dictionary ({keys})",
                f'take the entry that is meant, such as ["{entry}"]',
            )
        if isinstance(part, ast.Name) and part.id in raised.locals and raised.locals[part.id] is None:
            return Cause(f"{part.id} is None", f"{part.id} is None", f"look at the line that makes {part.id}")
        if isinstance(value, list | tuple):
            return Cause(
                "a list in a sum",
                f"{raised.text(part)} is a {type(value).__name__}, and arithmetic needs an array",
                "take one of its entries, or np.array(…)",
            )
    return None


def _own_words(raised):
    """A raise or an assert of the learner's own."""
    if isinstance(raised.statement, ast.Raise | ast.Assert):
        word = "raise" if isinstance(raised.statement, ast.Raise) else "assert"
        return Cause(
            f"a {word} of its own",
            f"the {word} in line {raised.line} is the answer's own",
            "what comes in is as the page says; take the line out, or ask for something else",
        )
    return None


RULES = (concatenated, decimal_place, appended, wrong_tool)
