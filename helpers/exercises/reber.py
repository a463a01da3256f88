"""A walk along a grammar: which letters may follow each letter of an embedded Reber string.
"""
from helpers.exercises.exercise import Exercise, Mistake, ways
from helpers.tasks import memory

# Problems --------------------------------------------------------------------------------------------------------------

SECOND_FIRST_LAST = {4: "TPT", 2: "PTT", 1: "TTT", 7: "PPP"}  # m → the second letter, the first T or P inside, the last


def to_follow(rng, m, T_x, **_):
    """Draw a string without its last letter: B alone, a beginning, all but the last two letters, or all but one; and the ways.

    What stands inside the string tells little of the second letter: the first T or P inside is the same in some and the other
    one in others, and so is the last. Those to their end come by nearly every place.
    """
    if T_x == 1:
        return "B", memory.WAYS
    second, first, last = SECOND_FIRST_LAST[m]
    while True:
        string = memory.embedded_string(rng)
        inside = [letter for letter in string[2:-2] if letter in "TP"]
        if string[1] + string[3] + inside[-1] != second + first + last:
            continue
        if m == 1 and "E" not in string[:7]:
            return string[:6], memory.WAYS
        if m > 1 and _everywhere(string) and len(string) < 24:
            return string[:-2 if m == 7 else -1], memory.WAYS


def _everywhere(string):
    """Return whether a string comes by six of the seven places that have ways, or more, and goes round a loop."""
    place, gone = 0, set()
    for letter in string[2:-2]:
        gone.add((place, letter))
        place = memory.WAYS[place][letter]
    return len({place for place, _ in gone}) >= 6 and not gone.isdisjoint({(2, "S"), (3, "T")})


# Known mistakes --------------------------------------------------------------------------------------------------------

NEW, MARK = "np.zeros((7, len(string)))", 'allowed[["BTPSXVE".index(each) for each in following], t] = 1'
SECOND, LAST = 'following = "TP"', 'following = "E"'
WALK, NEXT = "place = ways[place][letter]", "following = string[1] if place == 7 else ways[place]"
MOVE = "            if t >= 2:\n                " + WALK + "\n"
RETURN = "return allowed"
AFTER = "{each for way in ways.values() for one, to in way.items() if one == letter for each in ways.get(to, ())}"
COMES = "for t in range(len(string) - 1): allowed[:, t] = np.array(list(LETTERS)) == {}\n"


def remembered(other):
    """Return the edit after which `other` may stand where the second letter comes again."""
    return NEXT, NEXT.replace("string[1]", other)


MAY_FOLLOW = [
    Mistake("second letter forgotten", *remembered('"TP"'),
            "after the inner string both T and P are allowed; it is the second letter that comes again, and only that"),
    Mistake("the other letter", *remembered('"PT"["TP".index(string[1])]'),
            "after the inner string the letter that was not second is allowed; it is the second letter that comes again"),
    Mistake("always T", *remembered('"T"'), "after the inner string T is allowed, whatever stood second"),
    Mistake("always P", *remembered('"P"'), "after the inner string P is allowed, whatever stood second"),
    Mistake("the last T or P", *remembered('[each for each in string[:t] if each in "TP"][-1]'),
            "the last T or P that was read is taken for the second letter: one inside the string has been written over it"),
    Mistake("the first letter inside", *remembered("string[3]"),
            "the inner string's own first way, string[3], is taken for the second letter, string[1]"),
    Mistake("the string's last letter", *remembered("string[-1]"),
            "the string's last letter is taken for the second one, as if it were there already; string[1] is the second letter"),
    Mistake("E straight after the inner string", *remembered('"E"'),
            "after the inner string E is allowed; the second letter comes again first"),
    Mistake("E beside the second letter", *remembered('string[1] + "E"'),
            "after the inner string E is allowed beside the second letter; E comes after that"),
    Mistake("B after the inner string", *remembered('"B"'),
            "after the inner string B is allowed, as if a new one began; the second letter comes again"),
    Mistake("nothing after the inner string", *remembered('""'),
            "after the inner string nothing is allowed; the second letter comes again"),
    Mistake("the second letter twice", LAST, "following = string[1]",
            "the second letter is allowed once more after it has come again; E is"),
    Mistake("nothing at the end", LAST, 'following = ""',
            "the last column is empty, as if the loop ended a letter too early; E may follow there"),
    Mistake("T and P at the end", LAST, 'following = "TP"', "T and P are allowed at the end, where E is"),
    Mistake("B after the string", LAST, 'following = "B"', "B is allowed after the remembered letter; E is"),
    Mistake("nothing after B", SECOND, 'following = ""', "the first column is empty: after B, T or P may follow"),
    Mistake("the second letter known", SECOND, "following = string[1:2]",
            "in the first column only the letter that came is allowed; T and P might both have come"),
    Mistake("T alone after B", SECOND, 'following = "T"', "in the first column only T is allowed; P is too"),
    Mistake("P alone after B", SECOND, 'following = "P"', "in the first column only P is allowed; T is too"),
    Mistake("B after B", SECOND, 'following = "B"',
            "in the first column B is allowed: the string's own B is taken for the inner one; T or P stands between"),
    Mistake("inner ways after B", SECOND, 'following = "BTP"', "B is allowed in the first column beside T and P"),
    *ways("one step late", "each column holds what may follow the letter before it: the marks stand one step late",
          (MARK, MARK.replace("t]", "min(t + 1, len(string) - 1)]")),
          (RETURN, "return np.hstack([np.zeros((7, 1)), allowed[:, :-1]])")),
    Mistake("one step early", RETURN, "return np.hstack([allowed[:, 1:], np.zeros((7, 1))])",
            "each column holds what may follow the next letter: the marks stand one step early"),
    *ways("by the letter alone", "all is allowed that comes after this letter anywhere; it is the place that counts: T leads "
          "from 1 to 2, and from 3 to 3",
          (NEXT, NEXT.replace("ways[place]", AFTER)),
          (MARK, f"following = {AFTER}\n        {MARK}")),
    Mistake("T and P after the second letter", NEXT, NEXT.replace("string[1]", '"TP" if t == 1 else string[1]'),
            "after the second letter T and P are allowed; the inner string begins there, with B"),
    Mistake("E in the last column", "elif place == 7:", "elif t == len(string) - 1:",
            "E is put into the last column, wherever the string ends; it follows only where the place was 7 already"),
    *ways("the place is moved too late",
          "the place is moved after its letters are marked, so that they are those of the place before",
          ((MOVE, NEXT), ("", NEXT + "\n            " + MOVE.strip())),
          ((MOVE, NEXT), ("", "following = ways[place]\n" + MOVE.rstrip()
                          + "\n                following = string[1] if place == 7 else following"))),
    Mistake("the place stays", WALK, "pass", "the place is never moved, so that B may follow everywhere"),
    *ways("the letter that came", "only the letter that really came next is allowed; at a fork there are two",
          *((RETURN, COMES.format("string[t + 1]") + f"    {last}return allowed")
            for last in ("", "allowed[:, -1] = 0\n    ", "allowed[:, -1] = np.arange(7) == 6\n    "))),
    Mistake("the letter itself", RETURN, COMES.format("string[t]").replace(" - 1", "") + "    return allowed",
            "each column has the letter of its own step; it holds those that may come after it"),
    Mistake("the first way only", NEXT, NEXT.replace("else ways", "else list(ways") + ")[:1]",
            "at a fork only the first of the two ways is allowed"),
    Mistake("the last way only", NEXT, NEXT.replace("else ways", "else list(ways") + ")[-1:]",
            "at a fork only the last of the two ways is allowed"),
    Mistake("probabilities", MARK, MARK + " / len(following)",
            "each column sums to 1, as probabilities do; a letter that may follow is marked by 1, also beside another"),
    Mistake("upside down", RETURN, "return 1 - allowed", "the letters that may not follow are marked"),
    Mistake("−1 for the others", RETURN, "return 2 * allowed - 1", "letters that may not follow stand at −1; they are 0"),
    Mistake("everything allowed", NEW, NEW.replace("zeros", "ones"), "every letter is allowed everywhere"),
    Mistake("zeros", MARK, "pass", "nothing is marked: the array is as it was made"),
    Mistake("rows by the alphabet", MARK, MARK.replace('"BTPSXVE"', '"BEPSTVX"'),
            "the rows are in the order of the alphabet; here it is B T P S X V E"),
    *(Mistake(f"rows {order}", MARK, MARK.replace("BTPSXVE", order), f"{which}; here it is B T P S X V E, from above")
      for order, which in (("BTSXPVE", "the rows are in the order B T S X P V E, as in other texts"),
                           *((order, f"the rows of {a} and {b} have changed places")
                             for a, b, order in (("T", "P", "BPTSXVE"), ("P", "S", "BTSPXVE"),
                                                 ("X", "V", "BTPSVXE"), ("V", "E", "BTPSXEV"))))),
    Mistake("rows backwards", RETURN, "return allowed[::-1]", "the rows stand from E to B; the first is B"),
    Mistake("columns backwards", RETURN, "return allowed[:, ::-1]", "the columns stand from the last step to the first"),
    Mistake("time before the letters", RETURN, "return allowed.T",
            "the steps stand before the letters; the shape is (7, T_x), a column a step"),
    Mistake("nothing taken back", RETURN, "return np.maximum.accumulate(allowed, axis=1)",
            "a letter that was allowed once stays allowed: each step begins with a column of zeros"),
    Mistake("the end by its position", RETURN, "if len(string) > 2: allowed[:, -2:] = np.array(list(LETTERS))[:, np.newaxis] == ["
            "string[1], 'E']\n    return allowed",
            "the last two columns are filled by their position; string may be a beginning only: it ends where the place is 7"),
    Mistake("last step alone", RETURN, "return allowed[:, -1]",
            "what may follow the whole string is returned; there is a column for each letter of it"),
    Mistake("return in the loop", MARK, MARK + "\n        break",
            "the loop ends after its first step, as when return is indented into the loop"),
]


# The exercise ----------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(memory.may_follow, "16", "at each letter of a string, the letters that may come next", to_follow,
             returns="allowed", mistakes=MAY_FOLLOW),
]
