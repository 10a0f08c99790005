/// What a recommender does that not every one does. Laws that do not hold then are left out.
public struct ModelTraits: OptionSet, Hashable, Sendable {
  /// One bit for each trait.
  public let rawValue: Int

  /// The traits whose bits are set.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// An event of one user may change the scores of others.
  public static let learnsFromOthers = ModelTraits(rawValue: 1)

  /// It has parameters for each user, or otherwise depends on how users are numbered.
  public static let knowsUsersByID = ModelTraits(rawValue: 2)
}
