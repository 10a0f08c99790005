/// The constants of one step of Adagrad with momentum for one parameter.
package struct AdagradStep: Sendable {
  package var rate, momentum, epsilon, decay: Double

  package init(rate: Double, momentum: Double, epsilon: Double, decay: Double) {
    self.rate = rate
    self.momentum = momentum
    self.epsilon = epsilon
    self.decay = decay
  }
}
