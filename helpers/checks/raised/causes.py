"""What an exception comes from: the rules in their order, first sizes and names, then calls, then shapes."""

from helpers.checks.raised import bundles, calls, columns, names, products, shapes, sizes, slips, steps, tools
from helpers.checks.raised.cause import Cause

MODULES = (sizes, slips, bundles, names, calls, tools, columns, products, steps, shapes)


def told(raised):
    """Return the Cause of an exception; its advice is None where nothing more than Python's words is known."""
    for rule in (rule for module in MODULES for rule in module.RULES):
        try:
            cause = rule(raised)
        except Exception:  # a rule that stumbles over an odd value knows nothing
            cause = None
        if cause:
            return cause
    return Cause(None, "", None)
