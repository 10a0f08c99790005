package import SeqRec

/// A memory, `m_t = g .* m_{t-1} + x_t`, that fades at speeds which training finds; its norm is the state.
package struct FadingMemory: SequenceModel {
  package let width: Int
  private let speed: Parameter
  private let norm: LayerNorm

  package init(width: Int) {
    self.width = width
    speed = Parameter("memory.speed", shape: [width], initializer: .constant(-2))
    norm = LayerNorm("memory.norm", width: width)
  }

  package var inputWidth: Int { width }
  package var userWidth: Int? { nil }
  package var maxLength: Int? { nil }
  package var parameters: [Parameter] { [speed] + norm.parameters }

  package func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    let gate = tape.activate(tape.parameter(speed), .sigmoid)
    let memory = tape.fadingSum(inputs, gate: gate, starts: sequences.starts)
    return norm(memory, on: &tape)
  }
}
