import SeqRec
import Testing

/// How SASRec begins.
@Suite struct SASRecInitializationTests {
  private func stack(
    _ initialization: CausalSelfAttention.Initialization?
  ) -> CausalSelfAttention {
    var options = CausalSelfAttention.Options()
    options.maxLength = 7
    options.outputProjection = true
    if let initialization { options.initialization = initialization }
    return CausalSelfAttention(width: 12, options: options)
  }

  private func isVector(_ parameter: Parameter) -> Bool { parameter.shape.rank == 1 }

  /// Matrices by Glorot's formula of their own extents, vectors as they always do.
  @Test func everyMatrixIsUniformWhereTold() {
    let (uniform, plain) = (stack(.xavierUniform), stack(nil))
    #expect(stack(.xavierNormal) == plain)
    for (parameter, other) in zip(uniform.parameters, plain.parameters) {
      #expect(parameter.path == other.path && parameter.shape == other.shape)
      let shape = parameter.shape
      guard !isVector(parameter) else {
        #expect(parameter.initializer == other.initializer)
        continue
      }
      #expect(
        parameter.initializer == .xavierUniform(inputs: shape[0], outputs: shape[1]),
        "\(parameter.path)")
      #expect(
        other.initializer == .xavierNormal(inputs: shape[0], outputs: shape[1]), "\(other.path)")
    }
    #expect(uniform.parameters.count { !isVector($0) } == 1 + 2 * 6)
  }

  /// `sqrt(6 / 24)` bounds the numbers of a 12 by 12 matrix, and normal ones pass it.
  @Test func theNumbersKeepTheBound() throws {
    for (initialization, isBounded) in [
      (CausalSelfAttention.Initialization.xavierUniform, true), (.xavierNormal, false),
    ] {
      let model = stack(initialization)
      let weights = Weights<Float>(model.parameters, seed: Seed(2))
      let matrices = model.parameters.filter { $0.shape == [12, 12] }
      #expect(matrices.count == 12)
      let largest = matrices.flatMap { weights[$0].elements }.map(abs).max() ?? 0
      #expect((largest <= 0.5) == isBounded && largest > 0.49, "\(largest)")
    }
  }
}
