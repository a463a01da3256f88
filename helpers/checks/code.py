"""The learner's code as a tree, with the lines of the cell that it stands in."""

import ast
import inspect
import linecache
from typing import NamedTuple


class Code(NamedTuple):
    """Where a function stands and what it says."""

    file: str  # the cell's name in Python's list of sources
    lines: list  # of the cell
    cell: ast.Module
    tree: ast.FunctionDef  # positions are those in the cell

    def line(self, number, width=60):
        """Return the text of a line, shortened, or ""."""
        return short(self.lines[number - 1], width) if number and 0 < number <= len(self.lines) else ""

    def text(self, node):
        """Return the text of a node, shortened."""
        return short(ast.get_source_segment("\n".join(self.lines), node) or ast.unparse(node))

    def statement(self, number):
        """Return the innermost statement that stands on a line, or None."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt) and node.lineno <= number <= node.end_lineno]
        return min(found, key=lambda node: node.end_lineno - node.lineno, default=None)

    def made(self, name, before=None):
        """Return the last statement that gives `name` a value (before a line), or None."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign | ast.AugAssign | ast.For)
            and name in stored(node)
            and (before is None or node.lineno < before)
        ]
        return max(found, key=lambda node: node.lineno, default=None)

    def filled(self, name):
        """Return the last statement that gives `name`, or a part of it, a value; or None."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Assign | ast.AugAssign) and name in bases(node)]
        return max(found, key=lambda node: node.lineno, default=None)

    def hands_back(self, number):
        """Return whether a line only gathers what is returned: return, or a dictionary."""
        statement = self.statement(number)
        return isinstance(statement, ast.Return) or isinstance(getattr(statement, "value", None), ast.Dict)

    def changing(self, name):
        """Return the line that changes an argument in place, or None."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.AugAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
                if any(name in base(t) and (not isinstance(t, ast.Name) or isinstance(node, ast.AugAssign)) for t in targets):
                    return node.lineno
        walked = [(node, getattr(getattr(node, "func", None), "attr", "")) for node in ast.walk(self.tree)]
        in_place = [node.lineno for node, _ in walked if isinstance(node, ast.keyword) and node.arg == "out"]
        methods = ("pop", "reverse", "clear", "update", "sort", "fill", "remove")
        called = [node.lineno for node, method in walked if method in methods]
        summed = [node.lineno for node, _ in walked if isinstance(node, ast.AugAssign)]
        return next(iter(in_place or called or summed), None)

    def returned(self, name):
        """Return the line on which a quantity's value is returned or made, or None."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values):
                    if isinstance(key, ast.Constant) and key.value == name:
                        made = self.filled(value.id) if isinstance(value, ast.Name) else value
                        return made.lineno if made is not None else value.lineno
            if isinstance(node, ast.keyword) and node.arg == name and not isinstance(node.value, ast.Constant):
                made = self.filled(node.value.id) if isinstance(node.value, ast.Name) else node.value
                return made.lineno if made is not None else node.value.lineno
        made = self.filled(name)
        return made.lineno if made is not None else None

    def returns(self):
        """Return the return statements of the function, each with the loop that it stands in, or None."""
        found = []

        def walk(node, loop):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.FunctionDef | ast.Lambda):
                    continue
                if isinstance(child, ast.Return):
                    found.append((child, loop))
                walk(child, child if isinstance(child, ast.For | ast.While) else loop)

        walk(self.tree, None)
        return found


def read(function):
    """Return the Code of a function, or None where its text isn't known."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or code.co_name == "<lambda>":
        return None
    lines = [line.rstrip("\r\n") for line in linecache.getlines(code.co_filename, inspect.unwrap(function).__globals__)]
    try:
        cell = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    trees = [
        node
        for node in ast.walk(cell)
        if isinstance(node, ast.FunctionDef)
        and node.name == code.co_name
        and min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) == code.co_firstlineno
    ]
    return Code(code.co_filename, lines, cell, trees[0]) if trees else None


def copied(node):
    """Return a copy of a tree, as copy.deepcopy makes it but faster; what has no place in the text (Load, Add) is shared."""
    new = type(node).__new__(type(node))
    new.__dict__.update(
        {
            field: copied(value)
            if isinstance(value, ast.AST) and (value._attributes or value._fields)
            else [copied(entry) if isinstance(entry, ast.AST) else entry for entry in value]
            if isinstance(value, list)
            else value
            for field, value in vars(node).items()
        }
    )
    return new


def short(text, width=60):
    """Return a text on one line and not too long."""
    text = " ".join(text.split("#")[0].split() if "'" not in text and '"' not in text else text.split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def base(target):
    """Return {the name} into which an assignment writes, also into a part of what it holds: {"a"} for a[:, :, t]."""
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()


def bases(statement):
    """Return the names that a statement gives values, or into whose parts it writes."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return stored(statement).union(*(base(target) for target in targets))


def stored(statement):
    """Return the names to which a statement gives values."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return {
        node.id
        for target in targets
        if target is not None
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def made_names(tree):
    """Return the names that a function makes or is given."""
    given = {
        a.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.arguments)
        for a in [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]
        if a
    }
    made = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del)}
    return given | made | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node is not tree}


def arguments(tree):
    """Return the names of a function's arguments."""
    return [a.arg for a in [*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs]]
