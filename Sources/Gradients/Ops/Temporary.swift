public import Tensors

extension Tape {
  public mutating func layerNorm(_ x: Variable, scale: Variable, shift: Variable, epsilon: Double = 1e-8) -> Variable { x }
  public mutating func combination(_ terms: [(variable: Variable, factor: Double)]) -> Variable { terms[0].variable }
  public mutating func sum(_ a: Variable, _ b: Variable) -> Variable { a }
  public mutating func dots(of query: Variable, with table: Variable, bias: Variable? = nil, candidates: [Int32]) -> Variable { query }
  public mutating func dots(of query: Variable, with table: Variable, bias: Variable? = nil) -> Variable { query }
  public mutating func binaryCrossEntropy(_ logits: Variable) -> Variable { logits }
  public mutating func bayesianPersonalizedRanking(_ logits: Variable) -> Variable { logits }
  public mutating func softmaxCrossEntropy(_ logits: Variable, targets: [Int32]) -> Variable { logits }
  public mutating func softmaxCrossEntropy(of query: Variable, with table: Variable, bias: Variable? = nil, targets: [Int32]) -> Variable { query }
  public mutating func product(_ a: Variable, _ b: Variable) -> Variable { a }
  public mutating func activate(_ x: Variable, _ activation: Activation) -> Variable { x }
  public mutating func columns(_ candidates: [Int32], of x: Variable) -> Variable { x }
  public mutating func widened(_ x: Variable, to columns: Int, with value: Double) -> Variable { x }
  public mutating func meanSquaredError(_ x: Variable, against target: SparseMatrix<S>) -> Variable { x }
  public mutating func runningMean(_ x: Variable, starts: [Int]) -> Variable { x }
  public mutating func gru(_ x: Variable, inputWeight: Variable, recurrentWeight: Variable, inputBias: Variable, recurrentBias: Variable, starts: [Int], reset: GRUReset = .afterProduct) -> Variable { x }
}
public enum GRUReset: Hashable, Sendable { case afterProduct, beforeProduct }
extension Initializer {
  public static func xavierNormal(inputs: Int, outputs: Int) -> Initializer { .zeros }
  public static func values(_ x: Tensor<Float>) -> Initializer { .zeros }
}
