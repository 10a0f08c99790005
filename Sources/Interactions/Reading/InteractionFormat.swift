/// How the fields of a file are separated.
public enum InteractionFormat: String, CaseIterable, Sendable {
  /// Tabs if there is one in the first line, else commas.
  case automatic = "auto"
  /// Fields separated by commas; a field may stand in double quotes (RFC 4180).
  case csv
  /// Fields separated by tabs, without quoting (RecBole, ReChorus, MovieLens-100K).
  case tsv
}
