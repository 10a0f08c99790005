import ConformanceChecks
import SeqRec
import Testing

// A sequence model with an operation of its own, and everything that tests it.

extension Tape {
  /// Within each sequence `s_t = keep s_{t-1} + (1 - keep) x_t`, from 0.
  mutating func fadingMean(_ x: Variable, keep: Double, starts: [Int]) -> Variable {
    let (keep, fresh, sequences) = (S(keep), S(1 - keep), zip(starts, starts.dropFirst()))
    let inputs = self[x]
    var states = Tensor<S>(zeros: inputs.shape)
    for (first, end) in sequences {
      for row in first..<end {
        for column in 0..<inputs.columns {
          let before = row > first ? states[row - 1, column] : 0
          states[row, column] = keep * before + fresh * inputs[row, column]
        }
      }
    }
    return record(states, from: [x]) { bar, adjoints in
      adjoints.add(to: x) { inputBar in
        for (first, end) in sequences {
          for column in 0..<bar.columns {
            var later: S = 0
            for row in (first..<end).reversed() {
              later = keep * later + bar[row, column]
              inputBar[row, column] += fresh * later
            }
          }
        }
      }
    }
  }
}

/// The mean of the items so far, of which older ones fade.
struct FadingMean: SequenceModel {
  let width: Int
  var inputWidth: Int { width }
  var userWidth: Int? { nil }
  var maxLength: Int? { nil }
  var parameters: [Parameter] { [] }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    tape.fadingMean(inputs, keep: 0.8, starts: sequences.starts)
  }
}

struct FadingMeanOperation: DifferentiableOperation {
  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    tape.fadingMean(inputs[0], keep: 0.8, starts: [0, 2, 2, tape[inputs[0]].rows])
  }
}

@Suite struct FadingMeanTests {
  static let laws =
    Laws.ofOperation(FadingMeanOperation(), shapes: [[[5, 3]], [[9, 40]]])
    + Laws.ofSequenceModel(FadingMean(width: 4))
    + Laws.ofModel {
      try SequentialRecommender(
        items: LearnedItems(count: $0.itemCount, width: 4), sequence: FadingMean(width: 4),
        score: DotScore(), objective: BinaryCrossEntropy())
    }

  @Test(arguments: laws) func law(_ law: Law) async throws {
    #expect(try await law.violations() == [])
  }
}
