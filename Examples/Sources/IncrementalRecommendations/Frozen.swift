package import SeqRec

/// A session that is asked like any other and hears nothing: the model as training left it.
package struct Frozen: Scorer, ~Copyable {
  private let session: LiveAutoSeqRec
  package init(_ session: consuming LiveAutoSeqRec) { self.session = session }
  package var itemCount: Int { session.itemCount }
  package func score(_ questions: [Question], into scores: inout Tensor<Float>) {
    session.score(questions, into: &scores)
  }
  package mutating func observe(_ event: Interaction) {}
}
