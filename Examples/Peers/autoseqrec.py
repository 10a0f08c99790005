"""AutoSeqRec: epochs of training on the first 80% of a log, and the replay of the rest, every event ranked among all
items and then taken into the state."""

import time

import peer

arguments = peer.arguments(
    __doc__, epochs=3, width=256, batch=64, encoder=("bag", "dense"), lambda1=0.6, lambda2=0.2,
    encoder_rate=1e-5, source_rate=1e-2, collaborative_rate=1e-3, target_rate=1e-5)
torch = peer.begin(arguments)
import numpy  # noqa: E402
from torch.nn import functional  # noqa: E402

users, items, user_count, item_count = peer.read(arguments.data)
train_count = len(users) * 8 // 10


class Counts:
    """R (who met what), T (what came after what) and everybody's last item."""

    def __init__(self):
        self.met = numpy.zeros((user_count, item_count), numpy.float32)
        self.next = numpy.zeros((item_count, item_count), numpy.float32)
        self.last = numpy.full(user_count, -1)

    def take(self, user, item):
        """Counts an event; whether the pair is new, and the item before."""
        previous, is_new = self.last[user], self.met[user, item] == 0
        self.met[user, item] = 1
        if previous >= 0:
            self.next[previous, item] += 1
        self.last[user] = item
        return is_new, previous


class Rows:
    """The rows of one matrix, dense as targets and, for a sum of rows of the encoder, by their entries."""

    def __init__(self, matrix):
        self.dense = torch.from_numpy(matrix)
        row, column = matrix.nonzero()
        self.columns = torch.from_numpy(column)
        self.values = torch.from_numpy(matrix[row, column])
        self.starts = torch.from_numpy(numpy.searchsorted(row, numpy.arange(len(matrix) + 1)))

    def entries(self, rows):
        """Columns and values of those rows one after the other, and where each row begins."""
        starts, counts = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        ends = counts.cumsum(0)
        offsets = ends - counts
        places = torch.arange(int(ends[-1])) + torch.repeat_interleave(starts - offsets, counts)
        return self.columns[places], self.values[places], offsets


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layer = torch.nn.Linear(item_count, arguments.width)
        self.table = torch.nn.Parameter(layer.weight.detach().T.contiguous())
        self.bias = layer.bias
        self.decoders = torch.nn.ModuleDict(
            {kind: torch.nn.Linear(arguments.width, item_count) for kind in RATES})

    def loss(self, kind, data, rows):
        target = data.dense[rows]
        if arguments.encoder == "dense":
            hidden = torch.addmm(self.bias, target, self.table)
        else:
            columns, values, offsets = data.entries(rows)
            hidden = self.bias + functional.embedding_bag(
                columns, self.table, offsets, mode="sum", per_sample_weights=values)
        decoded = self.decoders[kind](functional.dropout(functional.relu(hidden), 0.3))
        if kind == "collaborative":
            return functional.mse_loss(torch.sigmoid(decoded), target)
        return functional.mse_loss(functional.dropout(functional.relu(decoded), 0.2), target)


RATES = {
    "collaborative": arguments.collaborative_rate, "source": arguments.source_rate,
    "target": arguments.target_rate}


def train(model, data):
    """The seconds of each epoch."""
    def adam(parameters, rate):
        return torch.optim.Adam(parameters, lr=rate, fused=True)

    encoder = adam([model.table, model.bias], arguments.encoder_rate)
    decoders = {kind: adam(model.decoders[kind].parameters(), rate) for kind, rate in RATES.items()}
    seconds = []
    for _ in range(arguments.epochs):
        start = time.perf_counter()
        batches = [
            (kind, rows) for kind in RATES
            for rows in torch.randperm(len(data[kind].dense)).split(arguments.batch)]
        for index in torch.randperm(len(batches)).tolist():
            kind, rows = batches[index]
            encoder.zero_grad()
            decoders[kind].zero_grad()
            model.loss(kind, data[kind], rows).backward()
            encoder.step()
            decoders[kind].step()
        seconds.append(time.perf_counter() - start)
    return seconds


def replay(model, counts):
    """The pessimistic rank of each held-out event among what its user does not have.

    NumPy on the memory of the tensors: for operations as small as these a call costs less."""
    with torch.no_grad():
        used = torch.from_numpy(counts.met.any(0, keepdims=True)).T
        table = (model.table * used).numpy()
        bias = model.bias.numpy()
        decoders = {
            kind: (layer.weight.numpy(), layer.bias.numpy())
            for kind, layer in model.decoders.items()}
        taste, source, target = (
            torch.addmm(model.bias, torch.from_numpy(rows), torch.from_numpy(table)).numpy()
            for rows in (counts.met, counts.next, numpy.ascontiguousarray(counts.next.T)))
    (decode_user, user_bias), (decode_source, source_bias) = (
        decoders["collaborative"], decoders["source"])
    targets = numpy.maximum(target, 0)
    seen = counts.met > 0
    ranks = []
    for user, item in zip(users[train_count:].tolist(), items[train_count:].tolist()):
        likes = numpy.maximum(taste[user], 0)
        scores = decode_user @ likes
        scores += user_bias
        numpy.negative(scores, out=scores)
        numpy.exp(scores, out=scores)
        scores += 1
        numpy.divide(arguments.lambda1, scores, out=scores)
        last = counts.last[user]
        if last >= 0:
            state = numpy.maximum(source[last], 0)
            one_hop = decode_source @ state
            one_hop += source_bias
            numpy.maximum(one_hop, 0, out=one_hop)
            one_hop *= arguments.lambda2
            scores += one_hop
            state *= likes
            state *= 1 - arguments.lambda1 - arguments.lambda2
            scores += targets @ state
        own = scores[item]
        scores[seen[user]] = -numpy.inf
        scores[item] = own
        ranks.append(numpy.count_nonzero(scores >= own))
        is_new, previous = counts.take(user, item)
        seen[user, item] = True
        if is_new:
            taste[user] += table[item]
        if previous >= 0:
            source[previous] += table[item]
            target[item] += table[previous]
            numpy.maximum(target[item], 0, out=targets[item])
    return numpy.array(ranks)


counts = Counts()
for user, item in zip(users[:train_count].tolist(), items[:train_count].tolist()):
    counts.take(user, item)
model = Model()
epoch_seconds = train(
    model, {
        "collaborative": Rows(counts.met), "source": Rows(counts.next),
        "target": Rows(numpy.ascontiguousarray(counts.next.T))})
numpy.seterr(over="ignore")
start = time.perf_counter()
ranks = replay(model, counts)
replay_seconds = time.perf_counter() - start
test = ranks[len(users) * 9 // 10 - train_count:]
peer.report(
    arguments, "autoseqrec", epochSeconds=epoch_seconds, replaySeconds=replay_seconds,
    events=len(ranks), testMRR=float((1 / test).mean()), testRecall10=float((test <= 10).mean()))
