import SeqRec

/// A choice of one piece.
struct Option<Piece>: Sendable {
  let name: String
  let make: @Sendable (World) -> Piece

  init(_ name: String, _ make: @escaping @Sendable (World) -> Piece) {
    self.name = name
    self.make = make
  }
}

/// What pieces are made for: a log, and AutoSeqRec's embeddings of it.
struct World {
  let log: InteractionLog
  let embeddings: AutoSeqRecEmbeddings
  static let width = 4

  init(_ log: InteractionLog) throws {
    self.log = log
    let model = AutoSeqRec(itemCount: log.itemCount, width: Self.width)
    embeddings = try Trainer(.adam(rate: 1e-2), epochs: 1, batchSize: 8, seed: 3)
      .fit(model, on: log).embeddings(of: log)
  }

  var learned: LearnedItems { LearnedItems(count: log.itemCount, width: Self.width) }

  var untied: LearnedItems {
    LearnedItems(count: log.itemCount, width: Self.width, path: "targets")
  }

  /// Numbers that come from nowhere.
  var fixed: FixedItems {
    let numbers = (0..<log.itemCount * Self.width).map { Float(($0 * 7) % 11 - 5) / 8 }
    return FixedItems(Tensor(numbers, shape: [log.itemCount, Self.width]), name: "fixed")
  }

  func transitions(_ side: TransitionItems.Side) -> TransitionItems {
    TransitionItems(
      side, of: log,
      encoder: MultiInformationEncoder(columns: log.itemCount, width: Self.width, dropout: 0.1))
  }

  func attention(_ norms: CausalSelfAttention.NormPlacement) -> CausalSelfAttention {
    var options = CausalSelfAttention.Options()
    options.maxLength = 6
    options.blocks = 1
    options.heads = norms == .preNorm ? 2 : 1
    options.dropout = 0.2
    options.norms = norms
    options.outputProjection = norms == .postNorm
    return CausalSelfAttention(width: Self.width, options: options)
  }

  var decoder: DecodedRow {
    DecodedRow(
      Linear("score.decoder", inputs: Self.width, outputs: log.itemCount), .sigmoid, of: .state)
  }
}

let itemOptions: [Option<any ItemEncoder>] = [
  Option("learned") { $0.learned },
  Option("fixed") { $0.fixed },
  Option("warm") { WarmItems($0.embeddings.source) },
  Option("AutoSeqRec source") { $0.embeddings.source },
  Option("AutoSeqRec target") { $0.embeddings.target },
  Option("followed source") { LiveItems(.source, of: $0.embeddings) },
  Option("summed") { SummedItems($0.learned, LiveItems(.target, of: $0.embeddings)) },
  Option("transitions source") { $0.transitions(.source) },
  Option("transitions target") { $0.transitions(.target) },
]

/// The last item, weighed by the user.
struct WeighedLastItem: SequenceModel {
  let width: Int
  var inputWidth: Int { width }
  var userWidth: Int? { width }
  var maxLength: Int? { nil }
  var parameters: [Parameter] { [] }

  func states<S: Scalar>(
    of inputs: Variable, user: Variable?, in sequences: SequenceBatch, on tape: inout Tape<S>
  ) -> Variable {
    user.map { tape.product(inputs, $0) } ?? inputs
  }
}

let readsUser = "last weighed by the user"

let sequenceOptions: [Option<any SequenceModel>] =
  [
    Option("last") { _ in LastItem(width: World.width) },
    Option(readsUser) { _ in WeighedLastItem(width: World.width) },
    Option("mean") { _ in MeanOfItems(width: World.width) },
    Option("GRU, reset after") { _ in
      GatedRecurrence(inputWidth: World.width, width: World.width, dropout: 0.1)
    },
    Option("GRU, reset before") { _ in
      GatedRecurrence(inputWidth: World.width, width: World.width, reset: .beforeProduct)
    },
  ]
  + CausalSelfAttention.NormPlacement.allCases.map { norms in
    Option("attention \(norms)") { $0.attention(norms) }
  }

let scoreOptions: [Option<any ScoreFunction>] = [
  Option("dot tied") { _ in DotScore() },
  Option("dot untied") { DotScore(to: $0.untied) },
  Option("dot biased") { DotScore(biasOf: $0.log.itemCount) },
  Option("two-hop") { TwoHopScore(to: $0.embeddings.target) },
  Option("two-hop untied") { TwoHopScore(to: $0.untied) },
  Option("decoded") { $0.decoder },
  Option("sum") {
    WeightedSum([
      .init("dot", weight: 0.7, DotScore(biasOf: $0.log.itemCount)),
      .init("decoded", weight: 0.3, $0.decoder),
    ])
  },
  Option("sum with two-hop") {
    WeightedSum([
      .init("two-hop", weight: 0.5, TwoHopScore(to: $0.untied)),
      .init("dot", weight: 0.5, DotScore()),
    ])
  },
]

/// Scores that a composition of sequences does not have everything for.
let countedScores: [Option<any ScoreFunction>] = [
  Option("transitions") { _ in CountedRow(.transitions) },
  Option("trend") { _ in CountedRow(.trend) },
  Option("softmax of two-hop") { _ in ScoreDistribution(TwoHopScore(), .softmax) },
  Option("shares of decoded") { ScoreDistribution($0.decoder, .shares) },
  Option("two-hop, half weighed") { _ in TwoHopScore(userShare: 0.5) },
  Option("two-hop of the sum") { _ in TwoHopScore(factors: .sum, userShare: 0.3) },
  Option("two-hop of the state") { _ in TwoHopScore(factors: .state) },
  Option("two-hop of the user") { _ in TwoHopScore(factors: .user) },
  Option("three hops") { _ in MultiHopScore() },
  Option("five hops") { _ in MultiHopScore(hops: 5) },
]

let userOptions: [Option<(any UserEncoder)?>] = [
  Option("nobody") { _ in nil },
  Option("id") { IDUserEncoder(count: $0.log.userCount, width: World.width) },
  Option("AutoSeqRec collaborative") { $0.embeddings.collaborative },
]

let objectiveOptions: [Option<any Objective>] = [
  Option("BCE") { _ in BinaryCrossEntropy() },
  Option("BCE of 3") { _ in BinaryCrossEntropy(negatives: 3) },
  Option("gBCE") { _ in GeneralizedBinaryCrossEntropy(negatives: 2, calibration: 0.75) },
  Option("softmax") { _ in SoftmaxCrossEntropy() },
  Option("sampled softmax") { _ in SampledSoftmaxCrossEntropy(drawing: .perSequence(3)) },
  Option("BPR-max") { _ in
    BPRMax(drawing: .perBatch(2, exponent: 0.5, withTargets: true), regularization: 0.5, elu: 0.5)
  },
  Option("BPR") { _ in BayesianPersonalizedRanking() },
  Option("row") { _ in RowReconstruction() },
  Option("row as a distribution") { _ in RowCrossEntropy() },
]
