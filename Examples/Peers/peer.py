"""What the PyTorch programs beside this file have in common: arguments, threads, the log, the line they print."""

import argparse
import json
import os


def arguments(description, needs_data=True, **options):
    """Reads the command line and sets the number of threads, which PyTorch asks for when it is imported."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    if needs_data:
        parser.add_argument("--data", required=True, help="CSV of user,item,timestamp")
    for name, default in options.items():
        flag = "--" + name.replace("_", "-")
        if isinstance(default, tuple):
            parser.add_argument(flag, choices=default, default=default[0])
        else:
            parser.add_argument(flag, type=type(default), default=default)
    result = parser.parse_args()
    for library in ("OMP", "MKL", "OPENBLAS"):
        os.environ[library + "_NUM_THREADS"] = str(result.threads)
    return result


def begin(arguments):
    """Threads, seed, and denormal numbers taken as zero, as the kernels of seqrec take them."""
    import torch

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(arguments.seed)
    return torch


def report(arguments, name, **fields):
    print(json.dumps({"peer": name, "threads": arguments.threads, **fields}))


def read(path):
    """Users and items of a log in time order, numbered by first appearance, and how many there are of each."""
    import pandas

    with open(path, encoding="utf-8") as file:
        has_header = "user" in file.readline().lower()
    frame = pandas.read_csv(path, header=0 if has_header else None)
    if has_header:
        columns = {str(name).split(":")[0].lower(): name for name in frame.columns}
        user, item, time = (
            next(columns[name] for name in columns if name.startswith(wanted))
            for wanted in ("user", "item", "time"))
    else:
        user, item, time = frame.columns[0], frame.columns[1], frame.columns[-1]
    frame = frame.sort_values(time, kind="stable")
    users, user_ids = pandas.factorize(frame[user])
    items, item_ids = pandas.factorize(frame[item])
    return users, items, len(user_ids), len(item_ids)


def histories(users, items):
    """The items of each user, in time order."""
    import numpy

    order = numpy.argsort(users, kind="stable")
    bounds = numpy.flatnonzero(numpy.diff(users[order])) + 1
    return numpy.split(items[order], bounds)
