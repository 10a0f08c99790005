"""Writes gru.safetensors: torch.nn.GRU over sequences of different lengths, with its gradients.

Everything is computed in double precision from float32 numbers and rounded once when written, so that
a float32 and a float64 implementation can be held against the same file. Numpy supplies all random
numbers. Matrices are written with rows = inputs, that is, transposed from PyTorch's.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

INPUTS, OUTPUTS, SEED = 5, 7, 11
LENGTHS = [4, 0, 1, 9, 30, 2, 9, 0] + [3, 5] * 12
NAMES = {
    "input.weight": "weight_ih_l0", "recurrent.weight": "weight_hh_l0",
    "input.bias": "bias_ih_l0", "recurrent.bias": "bias_hh_l0"}


def compute(x, bar, weights, dtype):
    """States and gradients of sum(states * bar); PyTorch takes no empty sequence, so none is given."""
    gru = torch.nn.GRU(INPUTS, OUTPUTS, dtype=dtype)
    with torch.no_grad():
        for name, there in NAMES.items():
            getattr(gru, there).copy_(torch.from_numpy(weights[name].T))
    x = torch.tensor(x, dtype=dtype, requires_grad=True)
    lengths = [length for length in LENGTHS if length > 0]
    packed = torch.nn.utils.rnn.pack_sequence(torch.split(x, lengths), enforce_sorted=False)
    padded, _ = torch.nn.utils.rnn.pad_packed_sequence(gru(packed)[0], batch_first=True)
    states = torch.cat([padded[i, :length] for i, length in enumerate(lengths)])
    (states * torch.tensor(bar, dtype=dtype)).sum().backward()
    results = {"states": states.detach().numpy(), "gradient.x": x.grad.numpy()}
    for name, there in NAMES.items():
        results[f"gradient.{name}"] = getattr(gru, there).grad.numpy().T
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    folder = parser.parse_args().output
    torch.set_num_threads(1)

    random = np.random.default_rng(SEED)

    def draw(*shape):
        return random.uniform(-1, 1, shape).astype(np.float32)

    starts = np.concatenate([[0], np.cumsum(LENGTHS)])
    x, bar = draw(starts[-1], INPUTS), draw(starts[-1], OUTPUTS)
    weights = {
        "input.weight": draw(INPUTS, 3 * OUTPUTS), "recurrent.weight": draw(OUTPUTS, 3 * OUTPUTS),
        "input.bias": draw(3 * OUTPUTS), "recurrent.bias": draw(3 * OUTPUTS)}

    results = compute(x, bar, weights, torch.float64)
    single = compute(x, bar, weights, torch.float32)
    tensors = {"starts": starts, "x": x, "bar": bar} | weights | results
    tensors = {name: np.ascontiguousarray(values, np.float32) for name, values in tensors.items()}
    save_file(tensors, folder / "gru.safetensors")
    for name, values in results.items():
        print(f"largest difference of a float32 run in {name}: {np.abs(single[name] - values).max():.1e}"
              f" of {np.abs(values).max():.1e}")


if __name__ == "__main__":
    main()
