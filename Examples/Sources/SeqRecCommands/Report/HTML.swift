/// A piece of a page. Pieces are made of texts, which are escaped, and of elements, which close what they
/// open, so that whatever an id holds, the page is whole.
struct HTML {
  let text: String

  private init(markup: String) {
    text = markup
  }

  /// A text as readers see it.
  init(_ text: String) {
    self.init(markup: Self.escaped(text))
  }

  /// `<name key="value">content</name>`
  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: [HTML] = []) {
    let open = ([name] + attributes.map { "\($0.key)=\"\(Self.escaped($0.value))\"" })
    let inner = content.map(\.text).joined()
    self.init(markup: "<\(open.joined(separator: " "))>\(inner)</\(name)>")
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String) {
    self.init(name, attributes, [HTML(content)])
  }

  /// Pieces one after the other.
  init(_ pieces: [HTML]) {
    self.init(markup: pieces.map(\.text).joined())
  }

  /// A whole document with a style sheet, which holds no `<`.
  static func document(title: String, style: String, _ content: [HTML]) -> String {
    let head = HTML("title", [:], title).text
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      \(head)
      <style>
      \(style)
      </style>
      </head>
      <body>
      \(content.map(\.text).joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Control characters have no place in a page.
      case ..<" " where scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension HTML {
  /// A table; the first column names its rows.
  static func table(_ headings: [String], _ rows: [[HTML]]) -> HTML {
    let head = HTML("tr", [:], headings.map { HTML("th", ["scope": "col"], $0) })
    let body = rows.map { row in
      HTML(
        "tr", [:],
        row.enumerated().map { column, cell in
          column == 0 ? HTML("th", ["scope": "row"], [cell]) : HTML("td", [:], [cell])
        })
    }
    // Wide tables scroll by themselves.
    return HTML(
      "div", ["class": "wide"],
      [HTML("table", [:], [HTML("thead", [:], [head]), HTML("tbody", [:], body)])])
  }

  /// Names and what they stand for.
  static func list(_ facts: [(name: String, value: String)]) -> HTML {
    HTML("dl", [:], facts.flatMap { [HTML("dt", [:], $0.name), HTML("dd", [:], $0.value)] })
  }

  static func section(_ title: String, _ content: [HTML]) -> HTML {
    HTML("section", [:], [HTML("h2", [:], title)] + content)
  }
}
