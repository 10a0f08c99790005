"""Ranks each held-out event of a log by ItemKNN or EASE, in double precision, from their definitions.

    itemknn:  W[i, j] = c_ij / (sqrt(c_i c_j) + shrink) where i is one of the k largest of column j
    ease:     P = (X^T X + lambda I)^-1,  W[i, j] = -P[i, j] / P[j, j]

with X [users, items] the pairs of training and c = X^T X; the diagonal of W is 0. An event is scored by
x W, x[i] = 1, or 2^(-age / half-life) with the number of the user's events since i as its age. Where that
is 0 an item gets m count / (events + 1), of its training events, m the smallest |x W| that is not 0. The
protocol is that of autoseqrec_ranks.py.
"""

import argparse

import numpy as np

from replay import Log, report


def neighbours(counts, count, shrink):
    popularity = np.diag(counts)
    # Items of equal similarity keep their order: similarities are rounded as the library's are.
    similarity = (counts / (np.sqrt(np.outer(popularity, popularity)) + shrink + (counts == 0))
                  ).astype(np.float32).astype(np.float64)
    np.fill_diagonal(similarity, 0)
    order = np.argsort(-similarity, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(order))[:, None], axis=0)
    return np.where(rank < count, similarity, 0)


def regression(counts, penalty):
    inverse = np.linalg.inv(counts + penalty * np.eye(len(counts)))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def replay(log, options):
    """For each scored event: rank, and the ranks that scores off by the tolerance allow."""
    users, items = len(log.users), len(log.items)
    first = log.cuts()[0]
    met = np.zeros((users, items))
    counts = np.zeros(items)
    histories = [[] for _ in range(users)]
    seen = np.zeros((users, items), dtype=bool)
    for user, item in log.events[:first]:
        met[user, item] = 1
        counts[item] += 1
    common = met.T @ met
    if options.model == "itemknn":
        weights = neighbours(common, options.neighbours, options.shrink)
    else:
        weights = regression(common, options.penalty)
    popularity = counts / (counts.sum() + 1)
    ranks = []

    def scores(user):
        row = np.zeros(items)
        for age, item in reversed(list(enumerate(reversed(histories[user])))):
            row[item] = 2 ** (-age / options.half_life) if options.half_life else 1
        values = row @ weights
        spoken = values != 0
        unit = np.abs(values[spoken]).min() if spoken.any() else 1
        return np.where(spoken, values, unit * popularity)

    def rank(user, item):
        if seen[user, item]:
            return items, items, items
        values = scores(user)
        target, others = values[item], values[~seen[user]]
        # Sums of similarities are of one sign: what rounding does to them is relative to themselves.
        size = abs(target) if options.model == "itemknn" else np.abs(values).max()
        slack = options.tolerance * size
        return (np.count_nonzero(others >= target),
                1 + np.count_nonzero(others > target + slack),
                np.count_nonzero(others >= target - slack))

    for index, (user, item) in enumerate(log.events):
        if index >= first:
            ranks.append(rank(user, item))
        histories[user].append(item)
        seen[user, item] = True
    return np.array(ranks).reshape(-1, 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="CSV of user,item,timestamp")
    parser.add_argument("--model", choices=["itemknn", "ease"], required=True)
    parser.add_argument("--neighbours", type=int, default=100)
    parser.add_argument("--shrink", type=float, default=100)
    parser.add_argument("--lambda", dest="penalty", type=float, default=250)
    parser.add_argument("--half-life", type=float, default=0, help="in events; 0 for no decay")
    parser.add_argument("--output", help="where to write index,user,item,rank")
    parser.add_argument("--check", metavar="OTHER.csv", help="another program's ranks")
    parser.add_argument("--tolerance", type=float, default=1e-5,
                        help="relative: to a score of itemknn, to the largest of a row of ease")
    options = parser.parse_args()

    log = Log(options.data)
    ranks = replay(log, options)
    report(log, ranks, options.output, options.check)


if __name__ == "__main__":
    main()
