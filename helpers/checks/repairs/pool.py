"""What may stand in the place of a name or a key of the learner's function."""

import ast
import itertools

from helpers.checks import code as source

NO_ARRAYS = {"parameters", "cache", "caches", "np", "T_x", "n_a", "n_x"}


class Pool:
    """The names and keys that may stand where another stands."""

    def __init__(self, tree, arguments, shapes):
        self.names = sorted(source.made_names(tree), key=str)
        self.shapes = shapes  # name → shape, as far as they are known
        self.keys = sorted(
            {
                n.value
                for n in ast.walk(tree)
                if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.isidentifier()
            }
            | {str(k) for a in arguments for k in _keys(a)}
        )
        self.loops = sorted(
            node.target.id for node in ast.walk(tree) if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
        )

    def like(self, name):
        """Return the other names that may stand for a name: of the same shape where shapes are known."""
        shape = self.shapes.get(name)
        others = [other for other in self.names if other != name and (shape is None or self.shapes.get(other, shape) == shape)]
        return sorted(others, key=lambda other: (other[:1] != name[:1], other))

    def arrays(self):
        """Return the names that may be a factor or a term."""
        return [
            name
            for name in self.names
            if self.shapes.get(name, ()) or (not self.shapes and len(name) > 1 and name not in NO_ARRAYS)
        ]


def _keys(value, depth=0):
    if isinstance(value, dict):
        yield from value
    elif isinstance(value, tuple | list) and depth < 2:
        for entry in itertools.islice(value, 12):
            yield from _keys(entry, depth + 1)


def text(node, width=40):
    """Return the text of a node, shortened."""
    return source.short(ast.unparse(node), width)
