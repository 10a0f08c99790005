#!/usr/bin/env python3
"""Leave-one-out evaluation straight from its definition: split, negatives, ranks, metrics.

The scorer is the rule score(user, item) = (31 user + 17 item^2) mod LEVELS on the indices of users and
items (by first appearance in time order), so that ties are frequent. Without --data a small log is made
from a seed and committed with its ranks; with --data only the metrics are printed.

Random numbers are those of `Seed` and `SplitMix64`, written anew from their definitions.
Needs nothing but Python.
"""
import argparse
import csv
import math
import os

MASK = (1 << 64) - 1
INCREMENT = 0x9E3779B97F4A7C15


def finalized(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


class Seed:
    def __init__(self, value=None, bits=None):
        self.bits = finalized((value + INCREMENT) & MASK) if bits is None else bits

    def child(self, key):
        if isinstance(key, int):
            return Seed(bits=finalized((self.bits + (key + 1) * INCREMENT) & MASK))
        digest = 0xCBF29CE484222325
        for byte in key.encode():
            digest = (digest ^ byte) * 0x100000001B3 & MASK
        return Seed(bits=finalized(self.bits ^ digest))

    def below(self):
        """A function that draws an index below a bound."""
        state = self.child("generator").bits

        def draw(bound):
            nonlocal state
            state = (state + INCREMENT) & MASK
            return finalized(state) * bound >> 64

        return draw


def missing(owned, n):
    """The items that are not owned, ascending."""
    return [item for item in range(n) if item not in owned]


def distinct(count, free, draw):
    """Floyd's sample of `count` different ones, or all."""
    if count >= len(free):
        return list(free)
    places = set()
    for last in range(len(free) - count, len(free)):
        place = draw(last + 1)
        places.add(last if place in places else place)
    return [free[place] for place in places]


def with_replacement(count, free, n, draw):
    free = free or range(n)
    return [free[draw(len(free))] for _ in range(count)]


def ranks(target, others, score):
    own = score(target)
    greater = sum(score(item) > own for item in others)
    equal = sum(score(item) == own for item in others)
    return 1 + greater + equal, 1 + greater


def evaluate(events, negatives, seed, levels):
    """Rows of (period, user, target, {set: (pessimistic, optimistic)}), and the users that came short."""
    events = sorted(events, key=lambda event: event[2])  # stable
    users, items, sequences = {}, {}, {}
    for user, item, _ in events:
        user = users.setdefault(user, len(users))
        sequences.setdefault(user, []).append(items.setdefault(item, len(items)))
    n = len(items)
    rows, short = [], {}
    for period, from_end in (("validation", 2), ("test", 1)):
        for user in range(len(users)):
            sequence = sequences[user]
            if len(sequence) < 3:
                continue
            target = sequence[-from_end]
            train, known, everything = set(sequence[:-2]), set(sequence[:-from_end]), set(sequence)

            def score(item):
                return (31 * user + 17 * item * item) % levels

            found = {
                "full": ranks(target, [i for i in range(n) if i != target and i not in known], score),
                "unfiltered": ranks(target, [i for i in range(n) if i != target], score),
            }
            for count in negatives:
                child = Seed(seed).child("negatives-eval").child(period).child(count).child(user)
                free = missing(everything, n)
                drawn = distinct(count, free, child.below())
                short[count] = short.get(count, 0) + (period == "test" and len(drawn) < count)
                found[f"sampled({count})"] = ranks(target, drawn, score)
                drawn = with_replacement(count, missing(train, n), n, child.below())
                found[f"paper-code({count})"] = ranks(target, drawn, score)
            rows.append((period, user, target, found))
    return rows, short, list(users), list(items)


def metrics(places, cutoffs):
    total = max(len(places), 1)
    yield "MRR", math.fsum(1 / place for place in places) / total
    for k in cutoffs:
        hits = [place for place in places if place <= k]
        yield f"HR@{k}", len(hits) / total
        yield f"NDCG@{k}", math.fsum(1 / math.log2(place + 1) for place in hits) / total


def small_log(seed):
    """60 users and up to 50 items with repeats, few times, and some users with fewer than 3 events."""
    draw = Seed(seed).child("small log").below()
    events = []
    for user in range(60):
        for _ in range(1 + draw(18)):
            events.append((f"u{user}", f"i{min(draw(50), draw(50))}", draw(40)))
    return [events[place] for place in sorted(range(len(events)), key=lambda _: draw(1 << 30))]


parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--data", help="a user,item,...,timestamp CSV with a header")
parser.add_argument("--minimum", type=int, default=0, help="drop rarer users and items, again and again")
parser.add_argument("--negatives", type=int, nargs="+", default=[5, 40])
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--levels", type=int, default=23)
parser.add_argument("--output", help="folder for the small log and its ranks and metrics")
options = parser.parse_args()

if options.data:
    with open(options.data) as file:
        rows = [(row[0], row[1], float(row[-1])) for row in list(csv.reader(file))[1:]]
    while True:
        counts = {}
        for user, item, _ in rows:
            for key in (0, user), (1, item):
                counts[key] = counts.get(key, 0) + 1
        kept = [r for r in rows if min(counts[0, r[0]], counts[1, r[1]]) >= options.minimum]
        if len(kept) == len(rows):
            break
        rows = kept
else:
    rows = small_log(options.seed)
found, short, users, items = evaluate(rows, options.negatives, options.seed, options.levels)
sets = list(found[0][3])

lines = []
for period in ("validation", "test"):
    for name in sets:
        for bound, which in enumerate(("pessimistic", "optimistic")):
            places = [places[name][bound] for part, _, _, places in found if part == period]
            for metric, value in metrics(places, (5, 10, 20, 50)):
                lines.append(f"{period},{name},{which},{metric},{value!r}")
if not options.output:
    print("\n".join(lines), short, sep="\n")
else:
    def write(name, header, body):
        with open(os.path.join(options.output, name), "w") as file:
            file.write("\n".join([header, *body]) + "\n")

    write("leave-one-out-log.csv", "user,item,timestamp", [f"{u},{i},{t}" for u, i, t in rows])
    write(
        "leave-one-out-ranks.csv",
        "period,user,item," + ",".join(sets),
        [
            f"{period},{users[user]},{items[item]},"
            + ",".join("{}:{}".format(*places[name]) for name in sets)
            for period, user, item, places in found
        ],
    )
    write("leave-one-out-metrics.csv", "period,candidates,places,metric,value", lines)
    print(short)
