// What docs/add-a-model.md and docs/add-an-operation.md do with a model, word for word.
import ConformanceChecks
import SeqRec

func trainANewModel(_ split: Split) throws -> LeaveOneOutResult {
  let model = TransitionFactors(itemCount: split.train.itemCount, width: 32)
  let trained = try Trainer(.adam(rate: 3e-3), epochs: 20, seed: 42).fit(model, on: split.train)
  let (validation, test) = try LeaveOneOut.evaluate(split) {
    LiveTransitionFactors(trained, after: $0)
  }
  print(validation.metrics(.full).ndcg(at: 10) ?? 0, test.metrics(.full).ndcg(at: 10) ?? 0)
  return test
}

func lawsOfTheNewModel() -> [Law] {
  let laws = Laws.ofModel {
    TransitionFactors(itemCount: $0.itemCount, width: 4)
  } live: {
    LiveTransitionFactors($0, after: $1)
  }
  return laws
}

extension Tape {
  /// Each row times a number: `y[r] = factor[r] x[r]`. Shapes: `x`, `y [rows, k]`, `factor [rows]`.
  mutating func scaled(_ x: Variable, rowsBy factors: [S]) -> Variable {
    var y = Tensor<S>(zeros: self[x].shape, in: pool)
    for row in factors.indices { y.addRow(row, of: self[x], toRow: row, times: factors[row]) }
    return record(y, from: [x]) { yBar, adjoints in
      adjoints.add(to: x) { xBar in
        for row in factors.indices { xBar.addRow(row, of: yBar, toRow: row, times: factors[row]) }
      }
    }
  }
}
