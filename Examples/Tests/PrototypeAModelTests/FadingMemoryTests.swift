import ConformanceChecks
import PrototypeAModel
import SeqRec
import Testing

private struct FadingSum: DifferentiableOperation {
  func callAsFunction<S: Scalar>(_ inputs: [Variable], on tape: inout Tape<S>) -> Variable {
    tape.fadingSum(inputs[0], gate: inputs[1], starts: [0, 2, 2, tape[inputs[0]].rows])
  }
}

@Test(
  arguments: Laws.ofOperation(FadingSum(), shapes: [[[5, 3], [3]], [[9, 40], [40]]])
    + Laws.ofSequenceModel(FadingMemory(width: 4)))
func law(_ law: Law) async throws { #expect(try await law.violations() == []) }
