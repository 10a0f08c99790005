"""Writes losses.safetensors: what PyTorch says of the losses of drawn items, and twelve steps of Adagrad.

Losses are written with PyTorch's functions of a matrix of scores whose column 0 is the target's, and
differentiated by it; a candidate that is none has its score masked. gBCE goes the way of its released code, through
a transformed logit in double precision. Everything is computed in double precision from float32 numbers
and rounded once when written. Numpy supplies all random numbers.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

ROWS, COLUMNS, ITEMS, SEED = 9, 12, 40, 17
CALIBRATION, REGULARIZATION, ALPHA, LOG_Q = 0.75, 1.95, 0.5, 1.0
RATE, MOMENTUM, EPSILON, STEPS = 0.1, 0.4, 1e-6, 12


def gbce(z):
    """Through the logit of sigmoid(z)^beta."""
    negatives = z.shape[1] - 1
    sampled = negatives / (ITEMS - 1)
    beta = sampled * (CALIBRATION * (1 - 1 / sampled) + 1 / sampled)
    positive = torch.sigmoid(z[:, :1]) ** beta
    logits = torch.cat([torch.log(positive / (1 - positive)), z[:, 1:]], dim=1)
    targets = torch.zeros_like(logits)
    targets[:, 0] = 1
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return loss.mean(-1).mean()


def weights(z, mask):
    return torch.softmax(z.masked_fill(mask, -torch.inf), dim=1)


def alike(mask):
    return (~mask).double() / (~mask).sum(1, keepdim=True)


def bpr(z, mask):
    return (-torch.nn.functional.logsigmoid(z[:, :1] - z[:, 1:]) * alike(mask)).sum(1).mean()


def top1(z, mask, w):
    cost = torch.sigmoid(z[:, 1:] - z[:, :1]) + torch.sigmoid(z[:, 1:] ** 2)
    return (w * cost).sum(1).mean()


def bpr_max(z, mask):
    w = weights(z[:, 1:], mask)
    likely = (w * torch.sigmoid(z[:, :1] - z[:, 1:])).sum(1)
    return (-torch.log(likely + 1e-24) + REGULARIZATION * (w * z[:, 1:] ** 2).sum(1)).mean()


def sampled_softmax(z, mask, logs):
    corrected = z - LOG_Q * logs
    corrected = torch.cat([corrected[:, :1], corrected[:, 1:].masked_fill(mask, -torch.inf)], dim=1)
    return torch.nn.functional.cross_entropy(corrected, torch.zeros(ROWS, dtype=torch.long))


def adagrad(parameter, gradients):
    """The accumulator from 0, its root with epsilon inside, momentum; rows without a gradient are left alone."""
    parameter = parameter.clone()
    total, velocity = torch.zeros_like(parameter), torch.zeros_like(parameter)
    for gradient in gradients:
        rows = (gradient != 0).any(1)
        g = gradient[rows]
        total[rows] += g**2
        velocity[rows] = MOMENTUM * velocity[rows] - RATE * g / torch.sqrt(total[rows] + EPSILON)
        parameter[rows] += velocity[rows]
    return parameter


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    folder = parser.parse_args().output
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    scores = random.normal(0, 2, (ROWS, COLUMNS)).astype(np.float32)
    mask = random.uniform(size=(ROWS, COLUMNS - 1)) < 0.2
    logs = random.uniform(0, 3, (ROWS, COLUMNS)).astype(np.float32)
    tensors = {"scores": scores, "mask": mask.astype(np.float32), "logs": logs}

    hidden, shifts = torch.from_numpy(mask), torch.from_numpy(logs).double()

    def elu(z):
        return torch.nn.functional.elu(z, alpha=ALPHA)

    losses = {
        "gbce": gbce,
        "bpr": lambda z: bpr(z, hidden),
        "top1": lambda z: top1(z, hidden, alike(hidden)),
        "top1Max": lambda z: top1(z, hidden, weights(z[:, 1:], hidden)),
        "bprMax": lambda z: bpr_max(z, hidden),
        "bprMaxOfELU": lambda z: bpr_max(elu(z), hidden),
        "sampledSoftmax": lambda z: sampled_softmax(z, hidden, shifts),
    }
    for name, loss in losses.items():
        z = torch.tensor(scores, dtype=torch.float64, requires_grad=True)
        value = loss(z)
        value.backward()
        tensors[f"{name}/loss"] = np.array([value.item()])
        tensors[f"{name}/gradient"] = z.grad.numpy()

    parameter = random.normal(size=(5, 4)).astype(np.float32)
    gradients = random.normal(size=(STEPS, 5, 4)).astype(np.float32)
    gradients *= (random.uniform(size=(STEPS, 5, 1)) < 0.6).astype(np.float32)
    moved = adagrad(torch.from_numpy(parameter).double(), torch.from_numpy(gradients).double())
    tensors |= {
        "adagrad/parameter": parameter, "adagrad/gradients": gradients.reshape(STEPS * 5, 4),
        "adagrad/moved": moved.numpy()}
    tensors = {name: np.ascontiguousarray(values, np.float64 if name.endswith("loss") else np.float32)
               for name, values in tensors.items()}
    save_file(tensors, folder / "losses.safetensors")
    print({name: float(values[0]) for name, values in tensors.items() if name.endswith("loss")})


if __name__ == "__main__":
    main()
