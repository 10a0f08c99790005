package import SeqRec

/// AutoSeqRec at work after made-up traffic, and what comes next. Its weights are as training begins:
/// what an event or a list costs does not depend on them.
package final class Session {
  private var live: LiveAutoSeqRec
  private var traffic: Traffic

  /// A session of a model of so many items after a log; `seed` is that of the traffic to come.
  package init(after log: InteractionLog, _ size: Size, seed: Seed = Seed(2)) {
    live = size.untrained.live(after: log)
    traffic = Traffic(users: size.users, items: size.items, seed: seed)
  }

  /// Observes the next events.
  package func observe(_ count: Int) {
    for _ in 0..<count { if let event = traffic.next() { live.observe(event) } }
  }

  /// A list for the user of the next event.
  package func recommend() -> [Recommendation] {
    traffic.next().map { live.recommend(10, for: $0.user) } ?? []
  }
}

/// What costs may grow with.
package struct Size {
  /// How many users there are.
  package var users = 1000
  /// How many items there are.
  package var items = 1000
  /// The width of the embeddings.
  package var width = 80
  /// How many events have happened.
  package var events = 100_000

  /// A size, of which each part that is not given is in the middle of what ``growth()`` measures.
  package init() {}

  /// A model of that size.
  package var model: AutoSeqRec { AutoSeqRec(itemCount: items, width: width) }

  /// The model with its first weights.
  package var untrained: Trained<AutoSeqRec> {
    Trained(model, weights: Weights(model.parameters, seed: Seed(1)))
  }

  /// What has happened.
  package var log: InteractionLog { Traffic(users: users, items: items).log(of: events) }
}
