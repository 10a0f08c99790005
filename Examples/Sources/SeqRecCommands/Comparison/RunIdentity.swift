import Crypto
import SeqRec

/// What decides the result of a run to the last bit: data, protocol, model, hyper-parameters, seed, and
/// the program with its kernels. Two runs of one identity are the same run; the number of threads, the
/// names of files and options that change nothing are not in it.
struct RunIdentity {
  private let common: [String]

  init(_ setting: EvaluationSetting) {
    let negatives = setting.heldOut.negatives
    common = [
      SeqRecTool.version, Float.kernels.name, setting.dataset.eventsDigest,
      setting.evaluationProtocol.rawValue, setting.heldOut.seen.rawValue,
      negatives?.count.map { "\($0)" } ?? "none", negatives.map { "\($0.seed)" } ?? "none",
      negatives?.rule.rawValue ?? "none",
    ]
  }

  /// SHA-256 in hexadecimal digits.
  ///
  /// - Parameter selection: what decides the choice of hyper-parameters, empty where there is none.
  func digest(
    _ recipe: any ShippedModel, preset: String, seed: UInt64, selection: String
  ) -> String {
    let own = [type(of: recipe).name, preset, "\(seed)", selection]
    let values = recipe.hyperparameters.map { "\($0.key)=\($0.value.text)" }
    let text = JSON.array((common + own + values).map { .string($0) }).text
    return SHA256.hash(data: Array(text.utf8)).hexadecimal
  }
}
