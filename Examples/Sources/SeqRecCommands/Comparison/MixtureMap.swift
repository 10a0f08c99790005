import SeqRec

/// How good a trained model is on validation with other values of two hyper-parameters that only mix scores:
/// figure 3 of AutoSeqRec's paper, of lambda1 and lambda2.
struct MixtureMap {
  struct Cell {
    let x, y, value: Double
  }

  /// The hyper-parameters' names.
  let x, y: String
  /// What was measured.
  let criterion: String
  let cells: [Cell]

  /// Measures all sound combinations of the values that the keys' grids name; all else is as it was trained.
  /// Nil for a model without such a pair of keys.
  init?<M: ShippedModel>(
    of recipe: M, fitted: FittedModel, on heldOut: HeldOut, workers: Workers
  ) throws {
    guard let names = M.mixedKeys else { return nil }
    func grid(of name: String) -> [String] { M.keys.first { $0.name == name }?.grid ?? [] }
    var places: [(x: Double, y: Double)] = []
    var variants: [M] = []
    for x in grid(of: names.x) {
      for y in grid(of: names.y) {
        let variant = try recipe.applying(Setting(names.x, x)).applying(Setting(names.y, y))
        guard (try? variant.check()) != nil, let x = Double(x), let y = Double(y) else { continue }
        places.append((x, y))
        variants.append(variant)
      }
    }
    guard !variants.isEmpty else { return nil }
    let values = try M.measure(variants, with: fitted, on: heldOut, workers: workers)
    (x, y) = (names.x, names.y)
    criterion = heldOut.selectionCriterion
    cells = zip(places, values).map { Cell(x: $0.x, y: $0.y, value: $1) }
  }

  var json: JSON {
    [
      "x": .string(x), "y": .string(y), "criterion": .string(criterion),
      "cells": .array(
        cells.map { .array([.number($0.x), .number($0.y), .number($0.value)]) }),
    ]
  }

  init?(_ json: JSON) {
    let cells = json["cells"]?.elements?.compactMap { cell -> Cell? in
      guard let numbers = cell.elements?.compactMap(\.number), numbers.count == 3 else {
        return nil
      }
      return Cell(x: numbers[0], y: numbers[1], value: numbers[2])
    }
    guard let x = json["x"]?.string, let y = json["y"]?.string,
      let criterion = json["criterion"]?.string, let cells, !cells.isEmpty
    else { return nil }
    (self.x, self.y, self.criterion, self.cells) = (x, y, criterion, cells)
  }

  /// The mean of maps of one model with several seeds, which have the same cells; nil of none.
  init?(meanOf maps: [MixtureMap]) {
    guard let first = maps.first else { return nil }
    (x, y, criterion) = (first.x, first.y, first.criterion)
    cells = first.cells.enumerated().map { place, cell in
      let values = maps.compactMap { map in
        map.cells.count == first.cells.count ? map.cells[place].value : nil
      }
      return Cell(x: cell.x, y: cell.y, value: Spread(values).mean)
    }
  }

  /// The first of the best.
  var best: Cell {
    cells.dropFirst().reduce(cells[0]) { $1.value > $0.value ? $1 : $0 }
  }
}
