"""Dictionaries and caches used as what they aren't: added, made of other things, given whole."""

import ast
import re

from helpers.checks.raised.cause import Cause


def whole_dictionary(raised):
    """A function of the course is given all parameters, and one array of them is meant."""
    called, found = raised.callee(), re.match(r"(\w+) is of type dict", raised.said)
    if not called or not found or found[1] not in called[1]:
        return None
    name, takes, node = called
    part = dict(zip(takes, node.args)).get(found[1])
    value = raised.value(part) if part is not None else None
    if len(node.args) != len(takes) or not isinstance(value, dict) or found[1] not in value:
        return None
    text = raised.text(part)
    what = f"{name} takes the array {found[1]}, and was given {text}, the whole dictionary"
    return Cause("the whole dictionary", what, f'take the entry that is meant: {text}["{found[1]}"]')


def caches_alone(raised):
    """The list of the steps' caches comes without x."""
    called = raised.callee()
    if not called or not re.match(r"caches has \d+ entr.*expected a tuple of 2: \(0, 1\)", raised.said):
        return None
    name, takes, node = called
    part = dict(zip(takes, node.args)).get("caches")
    if len(node.args) != len(takes) or not isinstance(raised.value(part) if part is not None else None, list):
        return None
    text = raised.text(part)
    return Cause("the list of caches alone", f"{name} takes caches as a pair, the list of the steps' caches and x",
                 f"{text} is the list alone: give it ({text}, x)")


def added(raised):
    """Two dictionaries with a + between them, or something added to a whole dictionary."""
    if "unsupported operand" not in raised.said:
        return None
    if re.search(r"for \+=?: 'dict' and 'dict'", raised.said):
        return Cause("+ between dictionaries", "two dictionaries can't be added with +", "they are joined by |: one | other")
    statement = raised.statement
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        name = statement.target.id
        if isinstance(raised.locals.get(name), dict):
            keys = [k for k, value in raised.locals.items() if isinstance(value, str) and value in raised.locals[name]]
            return Cause("added to a whole dictionary", f"{name} is a dictionary: nothing can be added to all of it at once",
                         f"add to its entry: {name}[{keys[-1] if keys else '…'}] += …")
    return None


def key_not_there_yet(raised):
    """Something is added to an entry that isn't there."""
    statement = raised.statement
    if raised.kind != "KeyError" or not isinstance(statement, ast.AugAssign) or not isinstance(statement.target, ast.Subscript):
        return None
    holder, key = statement.target.value, raised.error.args[0]
    value, asked = raised.value(holder), raised.value(statement.target.slice)
    looped = isinstance(statement.target.slice, ast.Name)  # a key too many, which the loop brings
    if not isinstance(value, dict) or key != asked or key in value or value and looped:
        return None
    name = raised.text(holder)
    if not value:
        what = f"{name} is empty: += finds nothing to add to"
        return Cause("+= on an empty dictionary", what, "begin it with 0 for each key")
    listed = ", ".join(map(str, list(value)[:6])) + (" …" if len(value) > 6 else "")
    return Cause(f"+= for a new key: {key}", f"{name} has no {key!r} yet, and += adds to an entry that is there",
                 f"= makes a new entry; there are {listed}")


def made_of_others(raised):
    """A cache is made with an entry too few or too many."""
    if raised.kind != "TypeError" or "__new__()" not in raised.said:
        return None
    calls = [n for n in ast.walk(raised.statement) if isinstance(n, ast.Call) and not n.keywords]
    node = next((n for n in calls if hasattr(raised.value(n.func), "_fields")), None)
    if node is None:
        return None
    kind = raised.value(node.func)
    name, fields, given = raised.text(node.func), kind._fields, [raised.text(arg) for arg in node.args]
    missing, more = [f for f in fields if f not in given], [g for g in given if g not in fields]
    if len(given) < len(fields) and not more and missing:
        what = f"{name} needs {len(fields)} things, and {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} left out"
        return Cause(f"{missing[0]} left out of the cache", what, f"it takes ({', '.join(fields)})")
    other = next((n for n, v in raised.space.items() if getattr(v, "_fields", None) == tuple(given)), None)
    if other:
        return Cause(f"{name} for {other}", f"{name} has no place for {', '.join(more)}", f"{other} has: it takes all these")
    return Cause("a cache of other things", f"{name} takes {len(fields)} things, and {len(given)} stand there",
                 f"it takes ({', '.join(fields)})")


RULES = (whole_dictionary, caches_alone, added, key_not_there_yet, made_of_others)
