"""The LSTM: the known mistakes of its way back (lstm.py has the problems, and the mistakes of the way forward).
"""
from helpers.exercises import cells, loops_back
from helpers.exercises.exercise import SYMBOLS, Exercise, Mistake, each, unpacked, ways
from helpers.exercises.lstm import GRADIENTS, step_back, step_numeric, steps_back, steps_numeric
from helpers.networks import lstm

# Known mistakes --------------------------------------------------------------------------------------------------------

DC = "dc_next + da_next * gamma_o * (1 - np.tanh(c_next) ** 2)"

SLOPE = "(1 - np.tanh(c_next) ** 2)"

# What may stand for dc, equation (9), and what is said of it.
DCS = (
    ("path through a missing", "dc_next", "the path through a is missing from dc: c is used twice, and da_next reaches it too"),
    ("path along the memory missing", "da_next * gamma_o * SLOPE",
     "the path along the memory is missing from dc: dc_next must be added"),
    ("derivative of tanh forgotten in dc", "dc_next + da_next * gamma_o",
     "the derivative of tanh, 1 − tanh²(c), is forgotten in dc"),
    ("Γ_o forgotten in dc", "dc_next + da_next * SLOPE", "Γ_o is forgotten in dc"),
    ("Γ_o and tanh forgotten in dc", "dc_next + da_next", "both Γ_o and the derivative of tanh are forgotten in dc"),
    ("da_next forgotten in dc", "dc_next + gamma_o * SLOPE", "da_next is forgotten in dc"),
    ("square forgotten in dc", "dc_next + da_next * gamma_o * (1 - np.tanh(c_next))",
     "the square is forgotten in the derivative of tanh in dc"),
    ("bracket squared in dc", "dc_next + da_next * gamma_o * (1 - np.tanh(c_next)) ** 2",
     "the square stands outside the bracket in dc: it is 1 − tanh²(c), not (1 − tanh(c))²"),
    ("tanh of the square in dc", "dc_next + da_next * gamma_o * (1 - np.tanh(c_next ** 2))",
     "the square stands inside tanh in dc: it is 1 − tanh²(c), not 1 − tanh(c²)"),
    ("tanh² for 1 − tanh² in dc", "dc_next + da_next * gamma_o * np.tanh(c_next) ** 2", "tanh²(c) stands for 1 − tanh²(c) in dc"),
    ("1 + tanh² in dc", "dc_next + da_next * gamma_o * (1 + np.tanh(c_next) ** 2)",
     "the derivative of tanh in dc is written 1 + tanh², with a plus"),
    ("tanh for its derivative in dc", "dc_next + da_next * gamma_o * np.tanh(c_next)",
     "tanh(c) stands where its derivative, 1 − tanh²(c), belongs in dc"),
    ("tanh twice in dc", "dc_next + da_next * gamma_o * (1 - np.tanh(np.tanh(c_next)) ** 2)",
     "tanh is taken twice in the derivative in dc"),
    ("derivative at c, not tanh(c)", "dc_next + da_next * gamma_o * (1 - c_next ** 2)",
     "the derivative of tanh in dc is written 1 − c²; it is 1 − tanh²(c)"),
    ("c⁴ in dc", "dc_next + da_next * gamma_o * (1 - (c_next ** 2) ** 2)",
     "the derivative of tanh in dc is written 1 − c⁴; it is 1 − tanh²(c)"),
    ("derivative at a", "dc_next + da_next * gamma_o * (1 - a_next ** 2)",
     "the derivative of tanh in dc is written 1 − a_next², as in the simple RNN; here tanh was taken of c_next"),
    ("derivative at tanh(a)", "dc_next + da_next * gamma_o * (1 - np.tanh(a_next) ** 2)",
     "the derivative of tanh in dc is taken at a_next; tanh was taken of c_next"),
    ("derivative at c̃", "dc_next + da_next * gamma_o * (1 - c_tilde ** 2)",
     "the derivative of tanh in dc has c̃; tanh was taken of c_next"),
    ("derivative at the old memory", "dc_next + da_next * gamma_o * (1 - np.tanh(c_prev) ** 2)",
     "the derivative of tanh in dc is taken at c_prev; tanh was taken of the new cell state"),
    ("derivative of sigmoid in dc", "dc_next + da_next * gamma_o * (1 - gamma_o)",
     "the derivative of sigmoid, Γ_o(1 − Γ_o), stands in dc; c went through tanh, and Γ_o is only a factor"),
    ("both derivatives in dc", "dc_next + da_next * gamma_o * (1 - gamma_o) * SLOPE",
     "the derivative of sigmoid is multiplied into dc too; on the way to c, Γ_o is only a factor"),
    ("as in the simple RNN in dc", "dc_next + da_next * (1 - a_next ** 2)",
     "the path through a is written as in the simple RNN; here tanh was taken of c_next, and Γ_o multiplied it"),
    ("Γ_f for Γ_o in dc", "dc_next + da_next * gamma_f * SLOPE", "Γ_f stands for Γ_o in dc"),
    ("Γ_u for Γ_o in dc", "dc_next + da_next * gamma_u * SLOPE", "Γ_u stands for Γ_o in dc"),
    ("derivative on both paths", "(dc_next + da_next * gamma_o) * SLOPE",
     "dc_next is multiplied by the derivative of tanh as well; it comes along the memory, where no tanh lies"),
    ("everything through a", "(dc_next + da_next) * gamma_o * SLOPE",
     "dc_next is taken through a as well; it comes along the memory, where neither Γ_o nor tanh lies"),
    ("dc_next multiplied", "dc_next * da_next * gamma_o * SLOPE", "dc_next is multiplied into dc; it is added"),
    ("dc_next subtracted", "da_next * gamma_o * SLOPE - dc_next", "dc_next is subtracted in dc; the two ways are added"),
    ("path through a subtracted", "dc_next - da_next * gamma_o * SLOPE",
     "the path through a is subtracted in dc; the two ways are added"),
    ("dc_next twice", "2 * dc_next + da_next * gamma_o * SLOPE", "dc_next is added twice in dc"),
    ("da_next added as it is", "dc_next + da_next + da_next * gamma_o * SLOPE",
     "da_next is added to dc as it is too; it reaches c only through Γ_o and tanh"),
    ("da_next for dc_next", "da_next + da_next * gamma_o * SLOPE", "da_next stands for dc_next in dc"),
    ("Γ_f on dc_next", "dc_next * gamma_f + da_next * gamma_o * SLOPE",
     "dc_next is multiplied by Γ_f in dc; the forget gate comes after, between c and c_prev"),
)
USES = {"f": "dgamma_f = dc ", "u": "dgamma_u = dc ", "c": "dc_tilde = dc ", "prev": "dc_prev = dc "}


def memory_back():
    """Return what goes wrong in dc: everywhere, in the gates alone, or in one of the four lines that use it."""
    found = []
    for name, wrong, says in DCS:
        wrong = wrong.replace("SLOPE", SLOPE)
        found.append(Mistake(name, DC, wrong, says))
        for where, uses in {"in the gates": "fuc", "in dΓ_f": "f", "in dΓ_u": "u", "in dc̃": "c", "in dc_prev": ("prev",
                )}.items():
            lines = tuple(USES[use] for use in uses)
            found.append(Mistake(f"{name}, {where}", lines, tuple(line.replace("dc ", f"({wrong}) ",
                    1) if not line.startswith("dc")
                                 else line.replace("= dc ", f"= ({wrong}) ") for line in lines),
                                 f"{says} (so {where} alone: dc is made once, and used four times)"))
    return found


# Γ_o once too often gives the same numbers as a in dΓ_o
DERIVATIVES = [mistake for mistake in cells.derivatives("fuo") if mistake.name != "Γ_o once too often in dzo"]

UNPACKED = unpacked("a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters = cache",
                    ("a_next c_next", "a_prev c_prev", "c_next c_prev", "gamma_f gamma_u", "gamma_u c_tilde",
                     "c_tilde gamma_o", "gamma_f gamma_o", "gamma_u gamma_o"))

CELL_BACKWARD = memory_back() + DERIVATIVES + cells.weights_back("fuco", "", lambda gate: "concat") + UNPACKED + [
    Mistake("old and new states swapped in the cache", "a_next, c_next, a_prev, c_prev, gamma_f",
            "a_prev, c_prev, a_next, c_next, gamma_f",
            "the states before the step and those after it have changed places where the cache is unpacked: a_next, c_next "
            "come first"),
    Mistake("c for tanh(c)", "da_next * np.tanh(c_next)", "da_next * c_next",
            "dΓ_o is made with c_next; the gate multiplied tanh(c_next)"),
    Mistake("old memory in dΓ_o", "da_next * np.tanh(c_next)", "da_next * np.tanh(c_prev)",
            "dΓ_o is made with the old cell state c_prev; the gate multiplied tanh of the new one"),
    Mistake("dc_next in dΓ_o", "da_next * np.tanh(c_next)", "dc_next * np.tanh(c_next)",
            "dΓ_o is made from dc_next; the output gate acts on a, so it is reached through da_next"),
    Mistake("tanh forgotten and dc_next in dΓ_o", "da_next * np.tanh(c_next)", "dc_next * c_next",
            "dΓ_o is made of dc_next and c_next; Γ_o multiplied tanh(c) in a: da_next ∗ tanh(c)"),
    Mistake("Γ_o in dΓ_o", "da_next * np.tanh(c_next)", "da_next * gamma_o",
            "dΓ_o is made with Γ_o itself; the gradient of one factor has the other one: tanh(c)"),
    Mistake("a in dΓ_o", "da_next * np.tanh(c_next)", "da_next * a_next",
            "dΓ_o is made with a_next, or Γ_o stands in dzo once too often; the gate multiplied tanh(c)"),
    Mistake("tanh of a in dΓ_o", "da_next * np.tanh(c_next)", "da_next * np.tanh(a_next)",
            "dΓ_o is made with tanh(a_next); the gate multiplied tanh(c_next)"),
    Mistake("candidate in dΓ_o", "da_next * np.tanh(c_next)", "da_next * c_tilde",
            "dΓ_o is made with c̃; the gate multiplied tanh(c)"),
    Mistake("tanh(c) forgotten in dΓ_o", "da_next * np.tanh(c_next)", "da_next", "tanh(c) is forgotten in dΓ_o"),
    Mistake("dc in dΓ_o", ("dgamma_o = da_next * np.tanh(c_next)", "dgamma_f = "),
            ("", "dgamma_o = dc * np.tanh(c_next)\n    dgamma_f = "),
            "dΓ_o is made from dc; the output gate acts on a, so it is reached through da_next"),
    Mistake("derivative of tanh in dΓ_o", "da_next * np.tanh(c_next)", "da_next * (1 - np.tanh(c_next) ** 2)",
            "the derivative of tanh stands in dΓ_o; the gate multiplied tanh(c) itself"),
    Mistake("Γ_f in dΓ_f", "dc * c_prev", "dc * gamma_f",
            "dΓ_f is made with Γ_f itself; the gradient of one factor has the other one: c_prev"),
    Mistake("candidate in dΓ_f", "dc * c_prev", "dc * c_tilde", "dΓ_f is made with c̃; the forget gate multiplied c_prev"),
    Mistake("tanh in dΓ_f", "dc * c_prev", "dc * np.tanh(c_prev)",
            "dΓ_f is made with tanh(c_prev); the forget gate multiplied c_prev as it is"),
    Mistake("c_prev forgotten in dΓ_f", "dc * c_prev", "dc", "c_prev is forgotten in dΓ_f"),
    Mistake("Γ_u in dΓ_u", "dc * c_tilde", "dc * gamma_u",
            "dΓ_u is made with Γ_u itself; the gradient of one factor has the other one: c̃"),
    Mistake("old memory in dΓ_u", "dc * c_tilde", "dc * c_prev", "dΓ_u is made with c_prev; the update gate multiplied c̃"),
    Mistake("tanh in dΓ_u", "dc * c_tilde", "dc * np.tanh(c_tilde)", "dΓ_u is made with tanh(c̃); c̃ is a tanh already"),
    Mistake("c̃ forgotten in dΓ_u", "dc * c_tilde", "dc", "c̃ is forgotten in dΓ_u"),
    Mistake("Γ_u forgotten in dc̃", "dc * gamma_u", "dc", "Γ_u is forgotten in dc̃"),
    Mistake("c̃ in dc̃", "dc * gamma_u", "dc * c_tilde",
            "dc̃ is made with c̃ itself; the gradient of one factor has the other one: Γ_u"),
    Mistake("Γ_f in dc̃", "dc * gamma_u", "dc * gamma_f", "dc̃ is made with Γ_f; it was Γ_u that multiplied c̃"),
    Mistake("Γ_o in dc̃", "dc * gamma_u", "dc * gamma_o", "dc̃ is made with Γ_o; it was Γ_u that multiplied c̃"),
    Mistake("1 − Γ_u in dc̃", "dc * gamma_u", "dc * (1 - gamma_u)", "dc̃ is made with 1 − Γ_u; it was Γ_u that multiplied c̃"),
    Mistake("dc_prev with Γ_o", "dc * gamma_f", "dc * gamma_o", "dc_prev is made with Γ_o; it was Γ_f that multiplied c_prev"),
    Mistake("dc_prev with 1 − Γ_f", "dc * gamma_f", "dc * (1 - gamma_f)",
            "dc_prev is made with 1 − Γ_f; it was Γ_f that multiplied c_prev"),
    Mistake("dc_prev with dΓ_f", "dc * gamma_f", "dgamma_f * gamma_f", "dc_prev is made from dΓ_f; it is made from dc"),
    Mistake("dc_prev handed through", "dc_prev = dc * gamma_f", "dc_prev = dc_next",
            "dc_prev is dc_next as it was: the way through the cell is left out"),
    Mistake("dc_next added once more", "dc_prev = dc * gamma_f", "dc_prev = dc * gamma_f + dc_next",
            "dc_next is added to dc_prev once more; it is in dc already"),
    Mistake("gates from da_next", (USES["f"], USES["u"], USES["c"]), tuple(USES[g].replace("dc ", "da_next ") if g != "c" else
            "dc_tilde = da_next " for g in "fuc"),
            "dΓ_f, dΓ_u and dc̃ are made from da_next; the way to them goes through c, and so through dc"),
    Mistake("new memory in dΓ_f", "dc * c_prev", "dc * c_next",
            "dΓ_f is made with the new cell state c_next; the forget gate multiplied the old one"),
    Mistake("hidden state in dΓ_f", "dc * c_prev", "dc * a_prev",
            "dΓ_f is made with a_prev; the forget gate multiplied the old cell state c_prev"),
    Mistake("dΓ_f and dΓ_u swapped", ("f = dc * c_prev", "u = dc * c_tilde"), ("f = dc * c_tilde", "u = dc * c_prev"),
            "dΓ_f is made with c̃ and dΓ_u with c_prev; each gate's gradient has what that gate multiplied"),
    Mistake("dΓ_u and dc̃ swapped", ("u = dc * c_tilde", "e = dc * gamma_u"), ("u = dc * gamma_u", "e = dc * c_tilde"),
            "dΓ_u and dc̃ have changed places: the gradient of one factor has the other factor"),
    Mistake("dc_prev without Γ_f", "dc * gamma_f", "dc", "dc_prev is dc itself; the forget gate lies on this path"),
    Mistake("dc_prev with Γ_u", "dc * gamma_f", "dc * gamma_u", "dc_prev is made with Γ_u; it was Γ_f that multiplied c_prev"),
    *(Mistake(name, "dc_tilde * (1 - c_tilde**2)", wrong.replace("THROUGH", "(dc - dc_next)"), says) for name, wrong, says in (
        ("c̃ on the path through a in dzc", "(dc_next + THROUGH * c_tilde) * gamma_u * (1 - c_tilde**2)",
         "c̃ is multiplied into the path through a in dzc; both ways into c̃ have Γ_u alone, and then the derivative 1 − c̃²"),
        ("c̃ and tanh on the path through a in dzc", "(dc_next + THROUGH * c_tilde) * gamma_u * (1 - np.tanh(c_tilde)**2)",
         "dzc has c̃ on the path through a, and 1 − tanh²(c̃); c̃ is a tanh already: (dc_next + …) ∗ Γ_u ∗ (1 − c̃²)"),
        ("one term with c̃ in dzc", "dc_next * gamma_u + THROUGH * gamma_u * c_tilde * (1 - c_tilde**2)",
         "in dzc the path through a has c̃ too, and dc_next no derivative: (dc_next + …) ∗ Γ_u ∗ (1 − c̃²)"),
        ("one term with c̃ and tanh in dzc", "dc_next * gamma_u + THROUGH * gamma_u * c_tilde * (1 - np.tanh(c_tilde)**2)",
         "in dzc the path through a has c̃ ∗ (1 − tanh²(c̃)), and dc_next no derivative: (dc_next + …) ∗ Γ_u ∗ (1 − c̃²)"),
        ("one term with tanh in dzc", "dc_next * gamma_u + THROUGH * gamma_u * (1 - np.tanh(c_tilde)**2)",
         "in dzc the path through a has 1 − tanh²(c̃), and dc_next no derivative: (dc_next + …) ∗ Γ_u ∗ (1 − c̃²)"))),
    Mistake("one term only in every dz",
            ("dgamma_f * gamma_f * (1 - gamma_f)", "dgamma_u * gamma_u * (1 - gamma_u)", "dc_tilde * (1 - c_tilde**2)"),
            ("dc_next * c_prev + (dc - dc_next) * c_prev * gamma_f * (1 - gamma_f)",
             "dc_next * c_tilde + (dc - dc_next) * c_tilde * gamma_u * (1 - gamma_u)",
             "dc_next * gamma_u + (dc - dc_next) * gamma_u * (1 - c_tilde**2)"),
            "in dzf, dzu and dzc the derivative is multiplied into the path through a only and not into dc_next: parentheses "
            "are missing"),
    Mistake("one term only in dzf", "dgamma_f * gamma_f * (1 - gamma_f)",
            "dc_next * c_prev + (dc - dc_next) * c_prev * gamma_f * (1 - gamma_f)",
            "in dzf, Γ_f(1 − Γ_f) is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("one term only in dzu", "dgamma_u * gamma_u * (1 - gamma_u)",
            "dc_next * c_tilde + (dc - dc_next) * c_tilde * gamma_u * (1 - gamma_u)",
            "in dzu, Γ_u(1 − Γ_u) is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("one term only in dzc", "dc_tilde * (1 - c_tilde**2)",
            "dc_next * gamma_u + (dc - dc_next) * gamma_u * (1 - c_tilde**2)",
            "in dzc, 1 − c̃² is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("x above a", "[a_prev, xt]", "[xt, a_prev]",
            "x lies above a in concat; the columns of the weights are those of [a; x]"),
    Mistake("new state in concat", "[a_prev, xt]", "[a_next, xt]", "concat is made with a_next; the weights multiplied a_prev"),
    Mistake("memory in concat", "[a_prev, xt]", "[c_prev, xt]", "concat is made with c_prev; the weights multiplied a_prev"),
    Mistake("forget gate missing from the sum", "Wf.T @ dzf + ", "",
            "the way through the forget gate is missing from da_prev and dxt"),
    Mistake("update gate missing from the sum", "Wu.T @ dzu + ", "",
            "the way through the update gate is missing from da_prev and dxt"),
    Mistake("candidate missing from the sum", "Wc.T @ dzc + ", "",
            "the way through the candidate is missing from da_prev and dxt"),
    Mistake("output gate missing from the sum", " + Wo.T @ dzo", "",
            "the way through the output gate is missing from da_prev and dxt"),
    *(Mistake(f"{SYMBOLS[g]} missing from {part} alone", f"dconcat[{rows}]", f"(dconcat - W{g}.T @ dz{g})[{rows}]",
              f"the way through {SYMBOLS[g]} is missing from {part}: a_prev and xt were used four times: four gradients add up")
      for g in "fuco" for part, rows in (("da_prev", ":n_a"), ("dxt", "n_a:"))),
    *each("fuco", "first columns for dxt, {G}", "dconcat[n_a:]",
          "dconcat[n_a:] - W{g}[:, n_a:].T @ dz{g} + W{g}[:, :len(xt)].T @ dz{g}",
          "in dxt the first n_x columns of W{g} are taken; in [a; x], x lies below: W{g}[:, n_a:]"),
    *each("fuo", "derivative of {G} in dzc", "dc_tilde * (1 - c_tilde**2)", "dc_tilde * gamma_{g} * (1 - gamma_{g})",
          "the derivative of sigmoid, {G}(1 − {G}), stands in dzc; the candidate went through tanh: 1 − c̃²"),
    *each("fuco", "{G} alone in the sum", "Wf.T @ dzf + Wu.T @ dzu + Wc.T @ dzc + Wo.T @ dzo", "W{g}.T @ dz{g}",
          "da_prev and dxt come through {G} alone; [a; x] was used four times, so four gradients add up"),
    *each("fuco", "{G} alone in da_prev", "dconcat[:n_a]", "(W{g}.T @ dz{g})[:n_a]",
          "da_prev comes through {G} alone; a_prev was used four times, so four gradients add up"),
    Mistake("slices the wrong way round", ("dconcat[:n_a]", "dconcat[n_a:]"), ("dconcat[-n_a:]", "dconcat[:-n_a]"),
            "dxt is taken from the upper rows and da_prev from the lower ones; in [a; x], a lies above"),
    Mistake("da_prev from the lower rows", "dconcat[:n_a]", "dconcat[-n_a:]",
            "da_prev is taken from the last n_a rows; in [a; x], a lies above"),
    Mistake("dxt from the upper rows", "dconcat[n_a:]", "dconcat[:-n_a]",
            "dxt is taken from the first n_x rows; in [a; x], x lies below"),
    Mistake("dc_next in da_prev", "dconcat[:n_a],", "dconcat[:n_a] + dc_next,",
            "dc_next is added to da_prev; the memory is reached along c, and not through a_prev"),
    Mistake("one row left out of dxt", "dconcat[n_a:]", "dconcat[n_a + 1:]",
            "dxt begins one row too late: n_a rows of a lie above, so that x begins at n_a"),
    Mistake("dconcat for da_prev", "dconcat[:n_a]", "dconcat", "da_prev is all of dconcat; its first n_a rows belong to a"),
    Mistake("dconcat for dxt", "dconcat[n_a:]", "dconcat", "dxt is all of dconcat; the rows from n_a on belong to x"),
    Mistake("da_prev passed through", "dconcat[:n_a],", "dconcat[:n_a] + da_next,",
            "da_next is added to da_prev; a_prev reaches this step through the gates and the candidate only"),
]

CARRY = 'da_prev, dc_prev = step["da_prev"], step["dc_prev"]'
INTO = "da[:, :, t] + da_prev, dc_prev, caches[t]"

BACKWARD = loops_back.BACKWARD + loops_back.summed(GRADIENTS) + [
    Mistake("nothing carried", INTO, "da[:, :, t], np.zeros((n_a, m)), caches[t]",
            "nothing is carried: da_prev and dc_prev of the later step don't go into the cell, or stay at zero"),
    Mistake("carry never replaced", CARRY, "pass",
            "da_prev and dc_prev are handed to the cell but never replaced: they stay at zero, so that nothing is carried, and "
            "da0 is zero"),
    Mistake("da_prev never replaced", CARRY, 'dc_prev = step["dc_prev"]',
            "da_prev is handed to the cell but never replaced: it stays at zero, and so does da0"),
    Mistake("both summed", 'step["da_prev"], step["dc_prev"]', 'da_prev + step["da_prev"], dc_prev + step["dc_prev"]',
            "da_prev and dc_prev are added to what was carried before; they take its place, since the cell has that in it "
            "already"),
    Mistake("one array for both", ("dc_prev = np.zeros((n_a, m))", CARRY), ("dc_prev = da_prev",
            'da_prev += step["da_prev"]; dc_prev += step["dc_prev"]'),
            "da_prev and dc_prev are one array, as after da_prev = dc_prev = np.zeros(…), and += adds to both; make two, and "
            "replace them"),
    Mistake("one array for both, written into", ("dc_prev = np.zeros((n_a, m))", CARRY),
            ("dc_prev = da_prev", 'da_prev[:] = step["da_prev"]; dc_prev[:] = step["dc_prev"]'),
            "da_prev holds dc_prev: it is taken from step[\"dc_prev\"], or the two are one array, as after da_prev = dc_prev = "
            "np.zeros(…), and what is written into one stands in both"),
    Mistake("what went in is carried", (INTO, CARRY),
            ("da_in := da[:, :, t] + da_prev, dc_prev, caches[t]", 'da_prev, dc_prev = da_in, step["dc_prev"]'),
            "da_prev is replaced by what goes into the cell, da[:, :, t] + da_prev; it is what comes out that is carried on: "
            'step["da_prev"]'),
    Mistake("last da along the memory", "dc_prev = np.zeros((n_a, m))", "dc_prev = da[:, :, -1]",
            "dc_prev begins as da of the last step; an error comes into the memory through a, inside the cell: zeros"),
    Mistake("way through a from the start", "dc_prev = np.zeros((n_a, m))",
            "dc_prev = da[:, :, -1] * caches[-1].gamma_o * (1 - np.tanh(caches[-1].c_next)**2)",
            "dc_prev begins with what comes through a at the last step; the cell adds that itself: zeros"),
    Mistake("arguments swapped", INTO, "dc_prev, da[:, :, t] + da_prev, caches[t]",
            "da_next and dc_next have changed places in what goes into the cell: da comes first"),
    Mistake("da into c alone", INTO, "da_prev, da[:, :, t] + dc_prev, caches[t]",
            "da is added to dc_prev and not to da_prev; it belongs to the hidden state"),
    Mistake("both carries added", INTO, "da[:, :, t] + da_prev + dc_prev, dc_prev, caches[t]",
            "dc_prev is added to what goes into a as well; it goes along the memory, as the second argument"),
    Mistake("dc_prev for both", INTO, "da[:, :, t] + dc_prev, dc_prev, caches[t]", "dc_prev is carried in the place of da_prev"),
    Mistake("carry subtracted", INTO, "da[:, :, t] - da_prev, dc_prev, caches[t]",
            "what comes from the later step is subtracted"),
    Mistake("memory's carry subtracted", INTO, "da[:, :, t] + da_prev, -dc_prev, caches[t]",
            "what comes along the memory is subtracted"),
    Mistake("memory's carry doubled", INTO, "da[:, :, t] + da_prev, 2 * dc_prev, caches[t]",
            "what comes along the memory is added twice"),
    Mistake("da_prev not carried", INTO, "da[:, :, t], dc_prev, caches[t]",
            "only dc_prev is carried: da_prev of the later step is missing in what goes into the cell"),
    Mistake("dc_prev not carried", INTO, "da[:, :, t] + da_prev, np.zeros((n_a, m)), caches[t]",
            "only da_prev is carried: the gradient along the memory, dc_prev, is dropped at every step"),
    Mistake("da_prev into the memory's", INTO, "da[:, :, t], dc_prev + da_prev, caches[t]",
            "da_prev is added to dc_prev; it belongs to da[:, :, t], the first argument"),
    Mistake("da into c as well", "+ da_prev, dc_prev,", "+ da_prev, da[:, :, t] + dc_prev,",
            "da is added to dc_prev too; it reaches the memory inside the cell, by the path through a"),
    *ways("memory for its gradient", "the memory itself is handed to the cell where its gradient, dc_prev, belongs",
          *((INTO, f"da[:, :, t] + da_prev, caches[t].{memory}, caches[t]") for memory in ("c_prev", "c_next"))),
    Mistake("da_prev for dc_prev", "+ da_prev, dc_prev,", "+ da_prev, da_prev,",
            "da_prev is handed to the cell twice, or dc_prev is taken from step[\"da_prev\"], or one array with it; the second "
            "argument is dc_prev"),
    Mistake("da_prev and dc_prev swapped", 'da_prev, dc_prev = step["da_prev"], step["dc_prev"]',
            'dc_prev, da_prev = step["da_prev"], step["dc_prev"]', "da_prev and dc_prev have changed places on their way"),
    Mistake("da_prev summed", 'step["da_prev"], step["dc_prev"]', 'da_prev + step["da_prev"], step["dc_prev"]',
            "da_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("dc_prev summed", 'step["da_prev"], step["dc_prev"]', 'step["da_prev"], dc_prev + step["dc_prev"]',
            "dc_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("da0 is dc0", '"da0": da_prev', '"da0": dc_prev', "da0 is the dc_prev that comes out of the first cell"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(lstm.lstm_cell_backward, "08", "equations (8) to (14), in order", step_back,
             order="dbo dc_prev dbf dbu dbc dWo dWf dWu dWc da_prev dxt", numeric=step_numeric,
             mistakes=CELL_BACKWARD),
    Exercise(lstm.lstm_backward, "09", "the loop back, with two gradients carried", steps_back,
             order="dx da0 dbo dbf dbu dbc dWo dWf dWu dWc", calls="lstm_cell_backward", numeric=steps_numeric,
             mistakes=BACKWARD),
]
