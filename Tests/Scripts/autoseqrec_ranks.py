"""Replays a log past AutoSeqRec weights and ranks each held-out event, in double precision.

Future-interaction protocol: the log in time order is cut at 80% and 90% of its events, which gives
training, validation and test. Validation starts from the state that all events of training build,
test from the state that those of training and validation build, made anew. Each event of a period is
scored with the state before it, then added. Candidates are all items of the log that the user has
not met. A rank counts ties against the target; a target that the user has already met ranks last.
The weights are used as given.
"""

import argparse
import sys

import numpy as np
from safetensors.numpy import load_file

from replay import Log, report

KINDS = ["collaborative", "source", "target"]


class Weights:
    def __init__(self, path, items):
        tensors = {name: values.astype(np.float64) for name, values in load_file(path).items()}
        width = tensors["encoder.bias"].size
        shapes = {"encoder.weight": (items, width), "encoder.bias": (width,)}
        for kind in KINDS:
            shapes[f"decoders.{kind}.weight"] = (width, items)
            shapes[f"decoders.{kind}.bias"] = (items,)
        for name, shape in shapes.items():
            if name not in tensors or tensors[name].shape != shape:
                sys.exit(f"{path}: {name} must be of shape {shape}")
        self.encoder = tensors["encoder.weight"], tensors["encoder.bias"]
        self.collaborative, self.source = (
            (tensors[f"decoders.{kind}.weight"], tensors[f"decoders.{kind}.bias"])
            for kind in KINDS[:2])


def relu(values):
    return np.maximum(values, 0)


def sigmoid(values):
    """1 / (1 + exp(-x)), in a form that cannot overflow."""
    return 0.5 * (1 + np.tanh(0.5 * values))


class Incremental:
    """Pre-activations, of which an event changes at most three rows."""

    def __init__(self, encoder, users, items):
        self.rows, bias = encoder
        self.user, self.source, self.target = (
            np.tile(bias, (count, 1)) for count in (users, items, items))
        self.active = relu(self.target)

    def add(self, user, item):
        self.user[user] += self.rows[item]

    def move(self, previous, item, count):
        self.source[previous] += count * self.rows[item]
        self.target[item] += count * self.rows[previous]
        self.active[item] = relu(self.target[item])

    def embeddings(self, user, previous):
        return relu(self.user[user]), relu(self.source[previous]), self.active


class Direct:
    """The matrices R and T, encoded anew for every event: the definition, for small logs."""

    def __init__(self, encoder, users, items):
        self.weight, self.bias = encoder
        self.r, self.t = np.zeros((users, items)), np.zeros((items, items))

    def add(self, user, item):
        self.r[user, item] = 1

    def move(self, previous, item, count):
        self.t[previous, item] += count

    def embeddings(self, user, previous):
        return tuple(relu(rows @ self.weight + self.bias)
                     for rows in (self.r[user], self.t[previous], self.t.T))


def replay(log, weights, options):
    """For each scored event: rank, and the ranks that scores off by the tolerance allow."""
    users, items = len(log.users), len(log.items)
    l1, l2 = options.lambda1, options.lambda2
    first, second = log.cuts()
    ranks = []

    def scores(user):
        weight, bias = weights.collaborative
        if user not in last:
            return l1 * sigmoid(relu(weights.encoder[1]) @ weight + bias)
        taste, leaving, arriving = state.embeddings(user, last[user])
        collaborative = sigmoid(taste @ weight + bias)
        weight, bias = weights.source
        one_hop = relu(leaving @ weight + bias)
        two_hop = arriving @ (leaving * taste)
        return l1 * collaborative + l2 * one_hop + (1 - l1 - l2) * two_hop

    def rank(user, item):
        if seen[user, item] or (options.zero_cold and user not in last):
            return items, items, items
        values = scores(user)
        if not np.isfinite(values).all():
            sys.exit(f"a score of user {user} is not finite")
        target, others = values[item], values[~seen[user]]
        slack = options.tolerance * max(1, abs(target))
        return (np.count_nonzero(others >= target),
                1 + np.count_nonzero(others > target + slack),
                np.count_nonzero(others >= target - slack))

    def add(user, item, count):
        if not seen[user, item]:
            seen[user, item] = True
            state.add(user, item)
        if user in last:
            state.move(last[user], item, count)
        last[user] = item

    for begin, end in (first, second), (second, len(log.events)):
        state = (Direct if options.direct else Incremental)(weights.encoder, users, items)
        seen, last = np.zeros((users, items), dtype=bool), {}
        for user, item in log.events[:begin]:
            add(user, item, 1)
        for user, item in log.events[begin:end]:
            ranks.append(rank(user, item))
            add(user, item, 2 if options.double_count else 1)
    return np.array(ranks).reshape(-1, 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="CSV of user,item,timestamp")
    parser.add_argument("--weights", required=True, help="safetensors file")
    parser.add_argument("--lambda1", type=float, default=0.6, help="weight of the user's decoder")
    parser.add_argument("--lambda2", type=float, default=0.2, help="weight of the one-hop decoder")
    parser.add_argument("--double-count", action="store_true",
                        help="count a period's own transitions twice while it is replayed")
    parser.add_argument("--zero-cold", action="store_true",
                        help="score everything 0 for a user without history")
    parser.add_argument("--direct", action="store_true",
                        help="encode the whole matrices for every event (slow)")
    parser.add_argument("--output", help="where to write index,user,item,rank")
    parser.add_argument("--check", metavar="OTHER.csv", help="another program's ranks")
    parser.add_argument("--tolerance", type=float, default=1e-5,
                        help="of a score, relative to max(1, |score|)")
    options = parser.parse_args()

    log = Log(options.data)
    ranks = replay(log, Weights(options.weights, len(log.items)), options)
    report(log, ranks, options.output, options.check)


if __name__ == "__main__":
    main()
