"""Writes autoseqrec.safetensors: AutoSeqRec's forward pass, gradients and ten training steps.

Everything is computed in double precision from float32 weights and rounded once when written, so
that a float32 and a float64 implementation can be held against the same file. PyTorch supplies
the derivatives and Adam; numpy supplies all random numbers.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

USERS, ITEMS, WIDTH, EVENTS, ROWS = 17, 23, 8, 150, 6
KINDS = ["collaborative", "source", "target"]
STEPS = [0, 1, 2, 1, 0, 2, 2, 0, 1, 0]
RATES = {"encoder": 1e-3, "collaborative": 1e-3, "source": 1e-2, "target": 1e-3}
SEED = 4


def events(random):
    """(user, item) in time order. Squared draws favour low items, so that pairs repeat."""
    users = random.integers(USERS, size=EVENTS)
    items = (ITEMS * random.random(EVENTS) ** 2).astype(int)
    return np.stack([users, items], axis=1)


def matrices(log):
    """R: who has met what, binary. T: adjacent pairs within each user's sequence, counted."""
    r, t, last = np.zeros((USERS, ITEMS)), np.zeros((ITEMS, ITEMS)), {}
    for user, item in log:
        r[user, item] = 1
        if user in last:
            t[last[user], item] += 1
        last[user] = item
    return r, t


def initial(random):
    """Weights with rows = inputs, wide enough for about half of the ReLUs to be active."""
    def draw(*shape):
        return random.uniform(-0.5, 0.5, shape).astype(np.float32)

    weights = {"encoder.weight": draw(ITEMS, WIDTH), "encoder.bias": draw(WIDTH)}
    for kind in KINDS:
        weights[f"decoders.{kind}.weight"] = draw(WIDTH, ITEMS)
        weights[f"decoders.{kind}.bias"] = draw(ITEMS)
    return weights


class AutoSeqRec(torch.nn.Module):
    def __init__(self, weights, dtype):
        super().__init__()
        self.encoder = torch.nn.Linear(ITEMS, WIDTH, dtype=dtype)
        self.decoders = torch.nn.ModuleDict(
            {kind: torch.nn.Linear(WIDTH, ITEMS, dtype=dtype) for kind in KINDS})
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(torch.from_numpy(weights[name].T))
        self.margin = float("inf")

    def encode(self, rows):
        return torch.relu(self.watched(self.encoder(rows)))

    def decode(self, hidden, kind):
        output = self.decoders[kind](hidden)
        if kind == "collaborative":
            return torch.sigmoid(output)
        return torch.relu(self.watched(output))

    def watched(self, values):
        """Keeps how near any ReLU came to its kink, where rounding could change a gradient."""
        self.margin = min(self.margin, values.detach().abs().min().item())
        return values

    def loss(self, rows, kind):
        return torch.nn.functional.mse_loss(self.decode(self.encode(rows), kind), rows)

    def arrays(self, prefix, value=lambda parameter: parameter):
        """The parameters (or their gradients) by name, transposed to rows = inputs."""
        return {f"{prefix}.{name}": value(parameter).detach().numpy().T.copy()
                for name, parameter in self.named_parameters() if value(parameter) is not None}


def compute(weights, r, t, batches, dtype):
    """All that depends on the arithmetic, in the precision asked for."""
    inputs = [torch.tensor(x, dtype=dtype) for x in (r, t, t.T.copy())]
    model, results = AutoSeqRec(weights, dtype), {}

    with torch.no_grad():
        hidden = [model.encode(x) for x in inputs]
        for name, values in zip(["Ec", "Es", "Et"], hidden):
            results[name] = values.numpy()
        for name, values, kind in zip(["Rhat", "That", "TThat"], hidden, KINDS):
            results[name] = model.decode(values, kind).numpy()

    for index, kind in enumerate(KINDS):
        rows = batches[STEPS.index(index)]
        model.zero_grad(set_to_none=True)
        loss = model.loss(inputs[index][rows], kind)
        loss.backward()
        results |= model.arrays(f"gradient.{kind}", lambda parameter: parameter.grad)
        results[f"gradient.{kind}.rows"] = rows
        results[f"gradient.{kind}.loss"] = np.array([loss.item()])

    adams = {kind: torch.optim.Adam(model.decoders[kind].parameters(), lr=RATES[kind])
             for kind in KINDS}
    encoder = torch.optim.Adam(model.encoder.parameters(), lr=RATES["encoder"])
    losses = []
    for index, rows in zip(STEPS, batches):
        model.zero_grad(set_to_none=True)
        loss = model.loss(inputs[index][rows], KINDS[index])
        loss.backward()
        encoder.step()
        adams[KINDS[index]].step()
        losses.append(loss.item())
    results["steps.loss"] = np.array(losses)
    return results | model.arrays("final"), model.margin


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    folder = parser.parse_args().output
    torch.set_num_threads(1)

    random = np.random.default_rng(SEED)
    log = events(random)
    r, t = matrices(log)
    weights = initial(random)
    counts = [USERS, ITEMS, ITEMS]
    batches = np.stack([random.permutation(counts[index])[:ROWS] for index in STEPS])

    results, margin = compute(weights, r, t, batches, torch.float64)
    single, _ = compute(weights, r, t, batches, torch.float32)
    tensors = {"events": log, "R": r, "T": t, "steps.kind": np.array(STEPS), "steps.rows": batches}
    tensors |= {f"initial.{name}": values for name, values in weights.items()} | results
    tensors = {
        name: np.ascontiguousarray(values, np.float64 if name.endswith("loss") else np.float32)
        for name, values in tensors.items()}
    save_file(tensors, folder / "autoseqrec.safetensors")

    print(f"repeated user-item pairs {EVENTS - int(r.sum())}, largest count in T {int(t.max())}")
    for name in ["Ec", "Es", "Et", "That", "TThat"]:
        print(f"active in {name}: {np.mean(results[name] > 0):.2f}")
    print(f"nearest to a ReLU's kink: {margin:.1e}")
    for group in ["gradient", "steps.loss", "final"]:
        difference = max(np.abs(single[name] - values).max()
                         for name, values in results.items() if name.startswith(group))
        print(f"largest difference of a float32 run in {group}: {difference:.1e}")


if __name__ == "__main__":
    main()
