"""The class as one HTML page: exercises by learners, the mistakes counted, and the wrong answers that no table names."""
from collections import Counter, defaultdict
from html import escape

from helpers.exercises import EXERCISES

MARKS = {"right": "✓", "wrong": "✗", "missing": "○"}
HEAD = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A class at a glance</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1B1F24; background: #fff }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
.wide { overflow: auto; max-height: 95vh }
table { border-collapse: collapse } th, td { border: 1px solid #C9CED6; padding: .2rem .45rem }
caption { text-align: left; white-space: nowrap } td { text-align: center }
thead th { vertical-align: bottom } thead th span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400 }
tbody th { text-align: left; font-weight: 400; white-space: nowrap }
thead th { position: sticky; top: -1px; background: #fff; z-index: 1 }
tbody th, thead th:first-child { position: sticky; left: -1px; background: #fff } thead th:first-child { z-index: 2 }
.right { background: #E3F4EA } .wrong { background: #FFE9DF } pre { background: #F4F5F7; padding: .6rem; overflow-x: auto }
</style></head>
<body>
<h1>A class at a glance</h1>
"""
TEMPLATE = """Mistake("NAME", find="…", replace="…", says="…"),  # in helpers/exercises/, at {exercise}: the edit of the
# reference that gives these numbers, and what completes "These are the numbers one gets when …\""""


def page(found, names=True):
    """Return the HTML page.

    Parameters
    ----------
    found : list of dict
        a page that was handed in each: "learner", "path", and "rows" or, where it couldn't be examined, "says"
    names : bool
        whether learners are named
    """
    learners = sorted({line["learner"] for line in found})
    named = {learner: learner if names else f"learner {number}" for number, learner in enumerate(learners, 1)}
    states, twice = _states(found)
    parts = [HEAD, _summary(found, learners, states), _table(learners, named, states), _mistakes(found), _unknown(found, named),
             _predictions(found)]
    said = [f"{escape(named[line['learner']])}, {escape(_file(line, names))}: {escape(line['says'])}"
            for line in found if "says" in line]
    said += [f"{escape(named[learner])} handed {escape(exercise)} in {count} times: the best counts"
             for (learner, exercise), count in twice.items()]
    if said:
        parts += ["<h2>What could not be counted</h2>\n<ul>", *(f"<li>{one}</li>" for one in said), "</ul>"]
    return "\n".join([*parts, "</body>\n</html>\n"])


def _file(line, names):
    return line["path"] if names else line["path"].rpartition("/")[2] if "/" in line["path"] else "a page"


def _states(found):
    """Return {(learner, exercise): row}, the best where there are several, and how often there were several."""
    order = {"missing": 0, "wrong": 1, "right": 2}
    states, count = {}, Counter()
    for line in found:
        for row in line.get("rows", []):
            key = line["learner"], row["exercise"]
            count[key] += 1
            if key not in states or order[row["state"]] > order[states[key]["state"]]:
                states[key] = row
    return states, {key: times for key, times in count.items() if times > 1}


def _summary(found, learners, states):
    count = Counter(row["state"] for row in states.values())
    return (f"<p>{len(learners)} learners, {len(found)} pages. {count['right']} exercises right, {count['wrong']} wrong, "
            f"{count['missing']} not written.</p>")


def _table(learners, named, states):
    exercises = [name for name in EXERCISES if any((learner, name) in states for learner in learners)]
    head = "".join(f'<th scope="col"><span>{EXERCISES[name].page} {name}</span></th>' for name in exercises)
    rows = []
    for learner in learners:
        cells = []
        for name in exercises:
            row = states.get((learner, name))
            state = row["state"] if row else "not handed in"
            title = escape(row["message"], quote=True) if row else state
            title += f" ({row['tries']} tries)" if row and row.get("tries") else ""
            cells.append(f'<td class="{state.split()[0]}" title="{title}">{MARKS.get(state, "")}</td>')
        rows.append(f'<tr><th scope="row">{escape(named[learner])}</th>{"".join(cells)}</tr>')
    return (f'<div class="wide"><table><caption>✓ right, ✗ wrong, ○ not written, empty: not handed in</caption>\n'
            f'<thead><tr><th scope="col">learner</th>{head}</tr></thead>\n<tbody>\n'
            + "\n".join(rows) + "\n</tbody></table></div>")


def _mistakes(found):
    """Return the known mistakes, the most frequent of an exercise first."""
    count, says = defaultdict(Counter), {}
    for row in (row for line in found for row in line.get("rows", []) if row["mistake"]):
        count[row["exercise"]][row["mistake"]] += 1
    for name in count:
        says |= {(name, mistake.name): mistake.says for mistake in EXERCISES[name].mistakes}
    parts = ["<h2>Mistakes</h2>"] + ([] if count else ["<p>No answer shows a mistake that the course knows.</p>"])
    for name in sorted(count, key=list(EXERCISES).index):
        parts.append(f"<h3>{name}</h3>\n<ul>")
        for mistake, times in count[name].most_common():
            reasons = "; and when ".join(says.get((name, one), one) for one in mistake.split(" + "))
            parts.append(f"<li><strong>{times} × {escape(mistake)}</strong>: the numbers one gets when {escape(reasons)}.</li>")
        parts.append("</ul>")
    return "\n".join(parts)


def _predictions(found):
    """Return what the class guessed beside what was measured."""
    made = defaultdict(dict)
    for line in found:
        for name, entry in line.get("predictions", {}).items():
            made[name][line["learner"]] = entry
    if not made:
        return ""
    rows = []
    for name, entries in sorted(made.items()):
        guesses = Counter(_short(entry["guess"]) for entry in entries.values())
        measured = Counter(_short(entry["measured"]) for entry in entries.values()).most_common(1)[0][0]
        close = sum(bool(entry["close"]) for entry in entries.values())
        rows.append(f'<tr><th scope="row">{escape(name)}</th><td>{escape(measured)}</td><td>{close} of {len(entries)}</td><td>'
                    + escape(", ".join(f"{times} × {guess}" for guess, times in guesses.most_common(8))) + "</td></tr>")
    return ('<h2>Predictions</h2>\n<div class="wide"><table><thead><tr><th scope="col">question</th><th scope="col">measured</th>'
            '<th scope="col">close</th><th scope="col">guesses</th></tr></thead>\n<tbody>\n' + "\n".join(rows)
            + "\n</tbody></table></div>")


def _short(value):
    return f"{value:.3g}" if isinstance(value, int | float) else str(value)[:60]


def _unknown(found, named):
    """Return the wrong answers that no table names, those with the same numbers together."""
    groups = defaultdict(list)
    for line in found:
        for row in line.get("rows", []):
            if row["state"] == "wrong" and not row["mistake"]:
                groups[row["exercise"], row.get("numbers", row["message"])].append((line["learner"], row))
    if not groups:
        return ""
    parts = ["<h2>Wrong answers that the course can't name yet</h2>",
             "<p>Answers that give the same numbers stand together. Where many do, the course could know the mistake.</p>"]
    for (name, _), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0][0])):
        who = sorted({named[learner] for learner, _ in members})
        row = members[0][1]
        parts += [f"<h3>{len(members)} × {name}</h3>", f"<p>{escape(row['message'])}<br>{escape(', '.join(who[:20]))}"
                  + (f" and {len(who) - 20} more" if len(who) > 20 else "") + "</p>",
                  "<details><summary>One of these answers, and a template for the course</summary>",
                  f"<pre>{escape(row['source'])}</pre>\n<pre>{escape(TEMPLATE.format(exercise=name))}</pre></details>"]
    return "\n".join(parts)
