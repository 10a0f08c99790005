"""Writes stream.csv: a small log with all that makes a replay hard.

Repeated items (some twice in a row), users and items that first appear in the validation or the
test part, equal timestamps (across both cuts, too), rows out of time order, and ids that are not
their own numbers. The seed was chosen so that the random weights of width 16 and seed 1 bring no
other score within 1e-4 of a target's: float32 must give the very same ranks.
"""

import argparse
import pathlib

import numpy as np

EVENTS, USERS, ITEMS = 400, 30, 40
LATE = {"users": 5, "items": 6}
SEED = 6


def available(count, late, position):
    """How many users or items exist at this event: the late ones come in over the last 20%."""
    late_share = max(0, position - 0.8 * EVENTS) / (0.2 * EVENTS)
    return count - late + int(np.ceil(late * late_share))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    folder = parser.parse_args().output

    random = np.random.default_rng(SEED)
    user_ids = 100 + random.permutation(USERS)
    item_ids = 500 + random.permutation(ITEMS)
    rows, last, users, items, time = [], {}, 0, 0, 1_000_000
    for position in range(EVENTS):
        user = random.integers(available(USERS, LATE["users"], position))
        item = int(available(ITEMS, LATE["items"], position) * random.random() ** 1.5)
        if available(USERS, LATE["users"], position) > max(users, USERS - LATE["users"]):
            user = users
        if available(ITEMS, LATE["items"], position) > max(items, ITEMS - LATE["items"]):
            item = items
        users = available(USERS, LATE["users"], position)
        items = available(ITEMS, LATE["items"], position)
        if user in last and random.random() < 0.05:
            item = last[user]
        last[user] = item
        rows.append((user_ids[user], item_ids[item], time))
        time += int(random.integers(4))
    # Rows trade places, but never with a row of the same time: that would be another log.
    for position in random.permutation(EVENTS - 1)[:60]:
        if rows[position][2] != rows[position + 1][2]:
            rows[position], rows[position + 1] = rows[position + 1], rows[position]
    with open(folder / "stream.csv", "w", encoding="ascii") as file:
        file.writelines(f"{user},{item},{time}\n" for user, item, time in rows)


if __name__ == "__main__":
    main()
