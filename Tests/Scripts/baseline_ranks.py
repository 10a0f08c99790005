#!/usr/bin/env python3
"""POP and the online Markov chain under future-interaction prediction, straight from their formulas.

    popularity:  score(i) = c_i
    markov:      score(i) = T[j, i] + c_i / (events + 1),  j the user's last item

with all counts of the events so far. Prints MRR and the number of ranks up to 10 for validation and
test: pessimistic ranks, items that the user already has excluded (a repeated target ranks last).
Reads a `user,item,timestamp` CSV without header, in time order. Needs numpy.
"""
import argparse

import numpy as np

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--data", required=True)
table = np.loadtxt(parser.parse_args().data, delimiter=",", usecols=(0, 1, 2))
table = table[np.argsort(table[:, 2], kind="stable")]
users, items = (np.unique(table[:, c], return_inverse=True)[1] for c in (0, 1))
total, n = len(items), items.max() + 1
first, second = total * 8 // 10, total * 9 // 10

counts, transitions = np.zeros(n), np.zeros((n, n))
last, seen = {}, {}
ranks = {"popularity": [], "markov": []}
for event, (user, item) in enumerate(zip(users, items)):
    owned = seen.setdefault(user, set())
    if event >= first:
        markov = counts / (event + 1)
        if user in last:
            markov = markov + transitions[last[user]]
        for name, scores in (("popularity", counts), ("markov", markov)):
            if item in owned:
                ranks[name].append(n)
                continue
            candidates = np.delete(scores, list(owned))
            ranks[name].append(np.count_nonzero(candidates >= scores[item]))
    counts[item] += 1
    if user in last:
        transitions[last[user], item] += 1
    last[user] = item
    owned.add(item)

for name, values in ranks.items():
    for period, part in (("validation", values[: second - first]), ("test", values[second - first :])):
        part = np.array(part)
        print(f"{name} {period}: {len(part)} events, MRR {(1 / part).mean():.17g}, {np.count_nonzero(part <= 10)} hits")
