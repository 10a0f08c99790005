"""The seeded faults.

Their places are lines that draw.py took, with seed 6, from those that hold an operator, a comparison, a range, a
truth value or a number to begin with; what is done to a place was chosen by hand. docs/testing.md says which places
are left out.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    file: str
    at: str  # stands once in the file
    text: str  # an expression that stands once in `at`
    fault: str  # what it is replaced by
    tests: str  # the filter of the tests that are to catch it


RANKING = "RankingTests"
INTERACTIONS = "InteractionsTests"
C = "Sources/CKernels/kernels/"
REFERENCE = "Sources/Tensors/Kernels/KernelSet+Reference+"
OPS = "Sources/Tensors/Operations/"
RANKS = "Sources/Ranking/"
DATA = "Sources/Interactions/"

FAULTS = [
    # Kernels
    Fault(C + "activate.h", "return sr_select(u < 0.0f, sr_splat(0), u);", "sr_select(u < 0.0f, sr_splat(0), u)",
          "sr_select(u > 0.0f, u, sr_splat(0))", "ElementwiseKernelTests"),
    Fault(C + "attention.h", "x *= 0x7FEB352Du;", "0x7FEB352Du", "0x7FEB352Fu", "AttentionKernelTests"),
    Fault(C + "attention.h", "sr_transpose(count, width, head.scale, query + first", "head.scale", "1",
          "AttentionKernelTests"),
    Fault(C + "attention.h", """
    size_t count = end < SR_LANES ? end : SR_LANES, first = end - count;
    int accumulate""", "end - count", "end > count ? end - count - 1 : 0", "AttentionKernelTests"),
    Fault(C + "gru.h", "sr_load_up_to(input_bias + 2 * n + i, left_i);\n      sr_f16 q", "input_bias + 2 * n + i",
          "input_bias + n + i", "GRUKernelTests"),
    Fault(C + "multiply.h", "if (column == 1 && columns == SR_RIGHT_COLUMNS) {", "column == 1", "row == 1",
          "MultiplyKernelTests"),
    Fault(C + "multiply_vector.h", "for (int v = 0; v < SR_BLOCK; v++) {", "v < SR_BLOCK", "v < SR_BLOCK - 1",
          "MultiplyKernelTests"),
    Fault(C + "reconstruct.h", "(sr_i16)(u > 0.0f));", "(u > 0.0f)", "(u >= 0.0f)", "ReconstructKernelTests"),
    Fault(REFERENCE + "Attention.swift", """
    let (width, row) = (head.width, head.row)
    for i in 0..<head.length {""", "0..<head.length", "0..<head.length - 1", "AttentionKernelTests"),
    Fault(REFERENCE + "Attention.swift", "    for i in 0..<head.length {\n      var mean", "0..<head.length",
          "1..<head.length", "AttentionKernelTests"),
    Fault(REFERENCE + "Losses.swift", """let (z, derivative) = (z + r * n, derivative + r * n)
      let weight = 1""", "(z + r * n,", "(z + r,",
          "LossKernelTests"),
    Fault(REFERENCE + "Losses.swift", "derivative[j] *= scale / S(sum)", "scale / S(sum)", "1 / S(sum)",
          "LossKernelTests"),
    Fault("Sources/Tensors/Kernels/Logarithm.swift", "(exponent, m) = (exponent + 1, m / 2)", "exponent + 1",
          "exponent",
          "TensorsTests"),
    Fault(C + "adam.h", "sr_f16 v = sr_load_up_to(square + i, left_i);", "square + i", "mean + i", "AdamKernelTests"),
    Fault(C + "adam.h", "sr_fma(sr_splat(a.beta2), v, a.one_minus_beta2 * g * g)", "a.one_minus_beta2 * g * g",
          "a.one_minus_beta2 * g", "AdamKernelTests"),
    # Operations, adjoints, the optimizer's gradients
    Fault("Sources/Gradients/Parameter.swift", "isFrozen: Bool = false", "false", "true", "GradientsTests"),
    Fault(OPS + "CausalAttention.swift", "let width = columns / heads", "columns / heads",
          "max(1, columns / heads - 1)",
          "CausalAttentionTests"),
    Fault(OPS + "CausalAttention.swift", "order[piece / heads]", "piece / heads", "piece % order.count",
          "CausalAttentionTests"),
    Fault(OPS + "Multiply.swift", "product.placeBias(rows: 0..<m,", "0..<m", "0..<1", "MultiplyTests"),
    Fault(OPS + "Multiply.swift", "let column = index % columnTiles", "index % columnTiles",
          "index % max(columnTiles - 1, 1)", "MultiplyTests"),
    Fault(OPS + "Multiply.swift", "let slabs = (m + slab - 1) / slab", "(m + slab - 1) / slab", "m / slab",
          "MultiplyTests"),
    Fault(OPS + "Reconstruct.swift", "var loss = 0.0", "0.0", "1.0", "ReconstructionTests"),
    Fault(OPS + "Reconstruct.swift", "while low < high {", "low < high", "low + 1 < high",
          "ReconstructionTests|SparseProductTests"),
    Fault(OPS + "RowDistributions.swift", "kernels.softmaxCrossEntropy(n, 0, 1, x.storage.elements + row * n, start)",
          "x.storage.elements + row * n", "x.storage.elements + row", "RowSoftmaxTests"),
    Fault(OPS + "RunningMean.swift", "kernels.scale(width, factor, yBar", "factor", "1", "RunningMeanTests|OpChecks"),
    Fault(OPS + "SparseProducts.swift", "indices.partition(starts[row]..<starts[row + 1], from: range)",
          "starts[row]..<starts[row + 1]", "starts[row]..<starts[row + 1] - 1", "SparseProductTests"),
    Fault("Sources/Gradients/Adjoints.swift", "areLeaves[index], tensors[index] == nil else", "tensors[index] == nil",
          "true", "GradientsTests"),
    Fault("Sources/Gradients/Tape.swift", "Record(value: value, needsAdjoint: true, adjoint: nil)", "true", "false",
          "GradientsTests"),
    # Metrics, ranks, significance
    Fault(RANKS + "LeaveOneOut/SampledNegatives.swift", "pool.drawDistinct(count, for", "count", "count - 1", RANKING),
    Fault(RANKS + "LeaveOneOut/SampledNegatives.swift", "for _ in 0..<count {", "0..<count", "0..<count + 1", RANKING),
    Fault(RANKS + "LeaveOneOut/SampledNegatives.swift", "if items.count - (ends.last ?? 0) < count {",
          "items.count - (ends.last ?? 0) < count", "items.count - (ends.last ?? 0) <= count", RANKING),
    Fault(RANKS + "RankingMetrics.swift", "hits[position] += RankMetric.hit(at: k).value(of: rank)",
          "RankMetric.hit(at: k)", "RankMetric.gain(at: k)", RANKING),
    Fault(RANKS + "Significance/ErrorFunction.swift", "x + Double(level) / 2 / denominator", "Double(level) / 2",
          "Double(level)", RANKING),
    Fault(RANKS + "Significance/HolmCorrection.swift", "pValues[$0] < pValues[$1]", "pValues[$0] < pValues[$1]",
          "pValues[$0] > pValues[$1]", RANKING),
    Fault(RANKS + "Significance/PairedDifferences+Bootstrap.swift", "Resampling(isMirrored ? mirrored : steps)",
          "isMirrored ? mirrored : steps", "steps", RANKING),
    Fault(RANKS + "Significance/PairedDifferences+Bootstrap.swift", "weight *= Double(n - k) / Double(k + 1) * odds",
          "Double(k + 1)", "Double(k)", RANKING),
    Fault(RANKS + "Significance/PairedDifferences+Bootstrap.swift", "sum += weight\n", "sum += weight",
          "sum = weight", RANKING),
    Fault(RANKS + "Significance/PairedDifferences.swift", "return sum + metric.value(of: ranks[unit])",
          "sum + metric.value(of: ranks[unit])", "metric.value(of: ranks[unit])", RANKING),
    Fault(RANKS + "Significance/WilcoxonTest.swift", "ranked.doubledSum { $0 < 0 }", "$0 < 0", "$0 > 0", RANKING),
    Fault(RANKS + "Significance/WilcoxonTest.swift", "steps.filter { $0 != 0 }", "$0 != 0", "true || $0 != 0", RANKING),
    Fault(RANKS + "FutureInteraction.swift", "progress?(done + $0)", "done + $0", "done - $0", RANKING),
    Fault(RANKS + "LeaveOneOut/LeaveOneOut+Period.swift", "lazy.filter { $0 != target }", "$0 != target",
          "$0 != target || true", RANKING),
    Fault(RANKS + "Rank.swift", "optimistic: count - leftCount + 1)", "count - leftCount + 1", "count - leftCount",
          RANKING),
    Fault(RANKS + "Rank.swift", "greater += other > score ? 1 : 0", "other > score", "other >= score", RANKING),
    Fault(RANKS + "TopItems.swift", "(0..<columns).contains(Int(item))", "(0..<columns).contains(Int(item))",
          "item > 0 && Int(item) < columns", RANKING),
    # Splits, the k-core, readers
    Fault(DATA + "Log/InteractionLog+Core.swift", "itemDegrees[$0] < minimumOfItem", "itemDegrees[$0] < minimumOfItem",
          "itemDegrees[$0] <= minimumOfItem", INTERACTIONS),
    Fault(DATA + "Log/InteractionLog+Core.swift", "if userDegrees[user] == minimumOfUser - 1 {", "minimumOfUser - 1",
          "minimumOfUser", INTERACTIONS),
    Fault(DATA + "Log/InteractionLog+Split.swift", "left[Int(user)] -= 1", "1", "2", INTERACTIONS),
    Fault(DATA + "Log/InteractionLog+Split.swift", "validation: gathering { $0 == 1 }", "$0 == 1", "$0 >= 1",
          INTERACTIONS),
    Fault(DATA + "Matrices/DecayedCounts.swift", "unit = 1\n", "1", "2", INTERACTIONS),
    Fault(DATA + "Users/UniformNegatives.swift", "for last in available - count..<available", "available - count",
          "available - max(count - 1, 0)", INTERACTIONS),
    Fault(DATA + "Users/UserHistories.swift", "? timeLists[user] : []", "timeLists[user]",
          "timeLists[0]", INTERACTIONS),
    Fault(DATA + "Log/IDTable.swift", "(key.isWhole || isEqual(number, bytes, range))",
          "key.isWhole || isEqual(number, bytes, range)", "key.isWhole", INTERACTIONS),
    Fault(DATA + "Reading/FieldScanner.swift", "while start < limit {", "start < limit", "start + 1 < limit",
          INTERACTIONS),
    Fault(DATA + "Reading/Number.swift", "bytes[index] == byte else { return false }\n      index += 1", "index += 1",
          "index += 2", INTERACTIONS),
    Fault(DATA + "Reading/Number.swift", "significantDigits += 1\n", "1", "0", INTERACTIONS),
    Fault(DATA + "Reading/Separator.swift", "var isDoubled = false", "false", "true", INTERACTIONS),
    Fault(DATA + "Synthetic/SyntheticWalk.swift", "time = Self.start + self.generator.index(below: Self.span)",
          "Self.start + self.generator.index(below: Self.span)", "Self.start - self.generator.index(below: Self.span)",
          "SyntheticLogTests.users"),
    # Checkpoints, live sessions, training
    Fault("Sources/Checkpoints/Checkpoint/CheckpointManifest+Reading.swift",
          "guard formatVersion == Self.formatVersion else", "formatVersion == Self.formatVersion",
          "formatVersion <= Self.formatVersion", "CheckpointsTests"),
    Fault("Sources/Checkpoints/InputFile.swift", "guard descriptor >= 0 else", "descriptor >= 0", "descriptor >= -1",
          "CheckpointsTests"),
    Fault("Sources/Checkpoints/JSONScanner.swift", "UInt32(next) == character.value", "UInt32(next) == character.value",
          "UInt32(next) >= character.value", "CheckpointsTests"),
    Fault("Sources/Recommenders/Training/TrainingState+File.swift", "best =\n      history.validations.isEmpty\n",
          "history.validations.isEmpty", "true", "ModelsTests.(StateFile|Resume)"),
    Fault("Sources/Recommenders/Training/EarlyStopping.swift", "every: Int = 1,", "1", "2",
          "ModelsTests.EarlyStopping"),
    Fault("Sources/Models/AutoRec/LiveItemAutoRec.swift", "var sum = 0.0", "0.0", "1.0", "ModelsTests.(Live|Stream)"),
    Fault("Sources/Models/AutoRec/LiveUserAutoRec.swift", "public func canScore(_ user: Int) -> Bool { true }", "true",
          "false", "ModelsTests.(Live|Stream)"),
    Fault("Sources/Models/AutoSeqRec/LiveAutoSeqRec.swift", "guard previous < model.itemCount else",
          "previous < model.itemCount", "previous < model.itemCount - 1", "ModelsTests.(Live|Stream)"),
    Fault("Sources/Models/AutoSeqRec/LiveAutoSeqRec.swift",
          "model.options.scoresColdUsers || state.lastItem(of: user) != nil",
          "model.options.scoresColdUsers || state.lastItem(of: user) != nil",
          "model.options.scoresColdUsers && state.lastItem(of: user) != nil", "ModelsTests.(Live|Stream|Option)"),
    Fault("Sources/Models/AutoSeqRec/LiveAutoSeqRec+Context.swift", "total(from: Int(item)) + 5)", "5", "4",
          "ModelsTests.(Live|Stream|Option|Replay)"),
    Fault("Sources/Models/MatrixFactorization/LiveMatrixFactorization.swift",
          "items(of: user).filter { $0 < itemCount }", "$0 < itemCount", "$0 < itemCount - 1",
          "ModelsTests.(MatrixFactorization|Live|Stream)"),
]
