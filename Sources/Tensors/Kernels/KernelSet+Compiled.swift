private import CKernels

extension KernelSet<Float> {
  /// The compiled kernels that this processor runs, slowest first.
  package static let available: [KernelSet<Float>] =
    [SR_PORTABLE, SR_NEON, SR_AVX2, SR_AVX512].compactMap { kind in
      sr_kernels_of_kind(kind).map { KernelSet($0.pointee) }
    }

  /// The names that `SEQREC_KERNELS` may have on this processor, slowest first.
  public static var availableNames: [String] { available.map(\.name) }

  /// The fastest, or the one that the environment variable `SEQREC_KERNELS` names.
  static let chosen: KernelSet<Float> = {
    let wanted = environmentVariable("SEQREC_KERNELS")
    guard let found = choose(named: wanted) else {
      let names = available.map(\.name).joined(separator: ", ")
      let message = "SEQREC_KERNELS=\(wanted ?? ""): this processor has \(names)"
      // A user's word, not a programmer's error: it is told even where preconditions are silent.
      tellUser(message)
      preconditionFailure(message)
    }
    return found
  }()

  /// The kernels of that name, the fastest for no name or an empty one, or `nil` where this processor has none of
  /// that name.
  package static func choose(named name: String?) -> KernelSet<Float>? {
    guard let name, !name.isEmpty else { return available.last }
    return available.first { $0.name == name }
  }

  private convenience init(_ c: sr_kernels) {
    self.init(
      name: String(cString: c.name),
      leftRows: c.left_rows,
      packLeft: { c.pack_left($0, $1, $2, $3, $4, $5) },
      multiplyPacked: { c.multiply_packed($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) },
      multiplyRow: { c.multiply_row($0, $1, $2, $3, $4, $5, $6 ? 1 : 0) },
      multiplyRowsByVector: { c.multiply_rows_by_vector($0, $1, $2, $3, $4, $5, $6 ? 1 : 0) },
      gatherRows: { c.gather_rows($0, $1, $2, $3, $4, $5, $6) },
      scatterRows: { c.scatter_rows($0, $1, $2, $3, $4, $5, $6) },
      fill: { n, value, y in y.update(repeating: value, count: n) },
      scale: { c.scale($0, $1, $2, $3, $4 ? 1 : 0) },
      addCompensated: { c.add_compensated($0, $1, $2, $3, $4) },
      product: { c.product($0, $1, $2, $3, $4 ? 1 : 0) },
      relu: { c.relu($0, $1, $2) },
      reluAdjoint: { c.relu_adjoint($0, $1, $2, $3) },
      sigmoid: { c.sigmoid($0, $1, $2) },
      sigmoidAdjoint: { c.sigmoid_adjoint($0, $1, $2, $3) },
      elu: { c.elu($0, $1, $2, $3) },
      eluAdjoint: { c.elu_adjoint($0, $1, $2, $3, $4) },
      dropout: { c.dropout($0, sr_dropout($1), $2, $3, $4 ? 1 : 0) },
      reconstructRow: { n, activation, dropout, first, scale, bias, target, z in
        c.reconstruct_row(
          n, sr_activation(activation), sr_dropout(dropout), UInt32(truncatingIfNeeded: first),
          scale, bias, target, z)
      },
      adam: { c.adam($0, sr_adam($1), $2, $3, $4, $5) },
      adagrad: { c.adagrad($0, sr_adagrad($1), $2, $3, $4, $5) },
      countAgainst: { n, x, threshold in
        let counts = c.count_against(n, x, threshold)
        return ThresholdCounts(
          greater: counts.greater, equal: counts.equal, notANumber: counts.not_a_number)
      },
      attention: { c.attention(sr_attention_head($0), $1, $2, $3, $4, $5, $6, $7) },
      attentionAdjoint: {
        c.attention_adjoint(sr_attention_head($0), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      },
      copyRows: { c.copy_rows($0, $1, $2, $3, $4, $5) },
      addRows: { c.add_rows($0, $1, $2, $3, $4) },
      take: { c.take($0, $1, $2, $3) },
      put: { c.put($0, $1, $2, $3) },
      layerNorm: { c.layer_norm($0, $1, $2, $3, $4, $5, $6, $7, $8) },
      layerNormAdjoint: { c.layer_norm_adjoint($0, $1, $2, $3, $4, $5, $6, $7, $8 ? 1 : 0) },
      layerNormScaleAdjoint: { c.layer_norm_scale_adjoint($0, $1, $2, $3, $4, $5, $6) },
      candidateDots: { c.candidate_dots($0, $1, $2, $3, $4, $5, $6, $7) },
      binaryCrossEntropy: { c.binary_cross_entropy($0, $1, $2, $3, $4, $5) },
      pairwiseRanking: { c.pairwise_ranking($0, $1, $2, $3, $4) },
      softmaxCrossEntropy: { c.softmax_cross_entropy($0, $1, $2, $3, $4) },
      top1: { c.top1($0, $1, $2 ? 1 : 0, $3, $4, $5) },
      bprMax: { c.bpr_max($0, $1, $2, $3, $4, $5) },
      rightColumns: c.right_columns,
      packRight: { c.pack_right($0, $1, $2, $3, $4, $5) },
      multiplyPanels: { c.multiply_panels($0, $1, $2, $3, $4, $5, $6, $7 ? 1 : 0) },
      gruGates: { c.gru_gates(sr_gru_step($0), $1, $2, $3, $4, $5, $6) },
      gruStates: { c.gru_states(sr_gru_step($0), $1, $2, $3, $4, $5, $6, $7) },
      gruStatesAdjoint: {
        c.gru_states_adjoint(sr_gru_step($0), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      },
      gruResetAdjoint: { c.gru_reset_adjoint(sr_gru_step($0), $1, $2, $3, $4, $5, $6, $7) })
  }
}

extension sr_activation {
  fileprivate init(_ activation: Activation) {
    switch activation {
    case .identity: self = SR_IDENTITY
    case .relu: self = SR_RELU
    case .sigmoid: self = SR_SIGMOID
    }
  }
}

extension sr_dropout {
  fileprivate init(_ row: RowDropout) {
    self.init(key: row.seed.bits, threshold: row.threshold, scale: Float(row.scale))
  }
}

extension AttentionHead {
  /// Elements of scratch memory that the kernels need.
  package var scratchCount: Int { sr_attention_scratch(length, width) }
}

extension sr_attention_head {
  fileprivate init(_ head: AttentionHead) {
    self.init(
      length: head.length, width: head.width, row: head.row, scale: Float(head.scale),
      dropout: sr_dropout(head.dropout))
  }
}

extension sr_adam {
  fileprivate init(_ step: AdamStep) {
    self.init(
      beta1: Float(step.beta1), beta2: Float(step.beta2),
      one_minus_beta1: Float(1 - step.beta1), one_minus_beta2: Float(1 - step.beta2),
      step_size: Float(step.stepSize), inverse_root_correction: Float(step.inverseRootCorrection),
      epsilon: Float(step.epsilon),
      decay: Float(step.decay))
  }
}

extension sr_adagrad {
  fileprivate init(_ step: AdagradStep) {
    self.init(
      rate: Float(step.rate), momentum: Float(step.momentum), epsilon: Float(step.epsilon),
      decay: Float(step.decay))
  }
}

extension sr_gru_step {
  fileprivate init(_ step: GRUStep) {
    self.init(
      rows: step.rows, width: step.width, time: step.time, first: step.first,
      resets_product: step.reset == .afterProduct ? 1 : 0)
  }
}
