"""What scripts that rank the held-out events of a log have in common: the log, its cuts, files of ranks.

A rank comes with the lowest and the highest that scores off by a tolerance allow: `[rank, low, high]`.
"""

import csv
import sys
from decimal import Decimal

import numpy as np


class Log:
    """A CSV file's events in time order (stable), with ids numbered by first appearance."""

    def __init__(self, path):
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if row]
        columns = [0, 1, 2]
        if rows and {"user", "item", "timestamp"} <= set(rows[0]):
            header = rows.pop(0)
            columns = [header.index(name) for name in ("user", "item", "timestamp")]
        elif rows and len(rows[0]) != 3:
            sys.exit(f"{path}: expected user,item,timestamp, found {len(rows[0])} columns")
        events = [[row[column] for column in columns] for row in rows]
        events.sort(key=lambda event: Decimal(event[2]))
        self.users, self.items = {}, {}
        self.events = [
            (self.users.setdefault(user, len(self.users)),
             self.items.setdefault(item, len(self.items)))
            for user, item, _ in events]
        self.ids = [(user, item) for user, item, _ in events]

    def cuts(self):
        return len(self.events) * 8 // 10, len(self.events) * 9 // 10


def write(path, log, ranks):
    first = log.cuts()[0]
    with open(path, "w", newline="", encoding="utf-8") as file:
        output = csv.writer(file, lineterminator="\n")
        output.writerow(["index", "user", "item", "rank"])
        for index, rank in enumerate(ranks[:, 0], first):
            output.writerow([index, *log.ids[index], rank])


def check(path, log, ranks):
    """Holds another program's ranks against ours; whether every difference is explained."""
    first = log.cuts()[0]
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if not {"index", "user", "item", "rank"} <= set(reader.fieldnames or []):
            print(f"{path}:1: expected index,user,item,rank, found {reader.fieldnames}")
            return False
        others = list(reader)
    expected = [(str(index), *log.ids[index]) for index in range(first, len(log.events))]
    found = [(other["index"], other["user"], other["item"]) for other in others]
    if found != expected:
        line = next((k for k, pair in enumerate(zip(found, expected)) if pair[0] != pair[1]),
                    min(len(found), len(expected)))
        ours, theirs = ((events[line:] or ["the end"])[0] for events in (expected, found))
        print(f"{path}:{line + 2}: expected {ours}, found {theirs}")
        return False
    other = np.array([int(row["rank"]) for row in others])
    equal = other == ranks[:, 0]
    explained = ~equal & (ranks[:, 1] <= other) & (other <= ranks[:, 2])
    wrong = np.flatnonzero(~equal & ~explained)
    print(f"check: {len(other)} events, {equal.sum()} equal, "
          f"{explained.sum()} differ within ties, {len(wrong)} unexplained")
    for k in wrong[:10]:
        rank, low, high = ranks[k]
        print(f"  index {first + k}, user {log.ids[first + k][0]}, item {log.ids[first + k][1]}: "
              f"expected {rank} ({low} to {high}), found {other[k]}")
    return len(wrong) == 0


def summarize(name, ranks):
    if len(ranks):
        print(f"{name}: {len(ranks)} events, MRR {np.mean(1 / ranks):.6f}, "
              f"Recall@10 {np.mean(ranks <= 10):.6f}")


def report(log, ranks, output=None, other=None):
    """Prints metrics, writes a file, holds another program's file against it: exits with 1 where it fails."""
    first, second = log.cuts()
    summarize("validation", ranks[:second - first, 0])
    summarize("test", ranks[second - first:, 0])
    if output:
        write(output, log, ranks)
    if other and not check(other, log, ranks):
        sys.exit(1)
