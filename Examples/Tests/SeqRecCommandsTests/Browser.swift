import Foundation
import Testing

/// Chromium without a window, where there is one: what it makes of a page.
struct Browser {
  /// Where it is; nil where there is none.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["chromium", "chromium-browser", "google-chrome", "chrome"]
      .flatMap { name in folders.map { "\($0)/\(name)" } }
      .first(where: FileManager.default.isExecutableFile)
  }()

  /// What a page looks like at one width.
  struct Look: Decodable {
    let width, scrollWidth: Double
    let isDark: Bool
    /// What was fetched besides the page, and what names a file to fetch.
    let resources: [String]
    let images: [Image]
    /// Texts that are hard to read, with the contrast to what is behind them.
    let faint: [String]

    /// An SVG.
    struct Image: Decodable {
      let role, label: String
      /// The texts of axes.
      let titles, ticks: [String]
      /// Pairs of texts that lie upon each other, and texts that are not all inside.
      let overlaps, outside: [String]
    }
  }

  /// What a page looks like in frames of some widths, and what the console says.
  ///
  /// A window cannot be narrower than 500; a frame can.
  static func looks(
    of page: String, widths: [Int], isDark: Bool, in tool: Tool
  ) throws -> (looks: [Look], console: [String]) {
    let frames = widths.map { "<iframe src=\"\(page)\" width=\"\($0)\" height=\"900\"></iframe>" }
    let host = "host-\(isDark ? "dark" : "bright").html"
    try tool.write(
      """
      <!DOCTYPE html><meta charset="utf-8"><style>:root { color-scheme: light dark } iframe { border: 0 }</style>
      \(frames.joined())<script>\(script)</script>
      """, to: host)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking", "--enable-logging=stderr",
      "--allow-file-access-from-files",
      // Whatever a page would fetch is an error.
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--window-size=1400,1000",
      "--user-data-dir=\(tool.url("browser").path)", "--dump-dom", tool.url(host).absoluteString,
    ]
    func file(_ name: String) throws -> FileHandle {
      try tool.write("", to: name)
      return try FileHandle(forWritingTo: tool.url(name))
    }
    process.standardOutput = try file("dom.html")
    process.standardError = try file("log.txt")
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 90)
    while process.isRunning, Date() < deadline { usleep(50_000) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    let log = try tool.text("log.txt")
    let dom = try tool.text("dom.html")
    let found = try #require(dom.firstMatch(of: /<pre id="looks">([^<]*)<\/pre>/), "\(log)")
    let json = found.1.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
    let looks = try JSONDecoder().decode([Look].self, from: Data(json.utf8))
    let console = log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
    return (looks, console)
  }

  /// Measures each frame, and leaves what it finds as JSON.
  private static let script = """
    function luminance(color) {
      const [r, g, b] = color.map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
    const numbers = text => (text.match(/[0-9.]+/g) || []).map(Number);
    function background(element, view) {
      for (let e = element; e; e = e.parentElement) {
        const color = numbers(view.getComputedStyle(e).backgroundColor);
        if (color.length == 3) return color;
      }
      return [255, 255, 255];
    }
    function contrast(element, view) {
      const style = view.getComputedStyle(element);
      const [a, b] = [
        numbers(element.namespaceURI.endsWith("svg") ? style.fill : style.color),
        background(element, view)
      ].map(luminance).sort((a, b) => b - a);
      return (a + 0.05) / (b + 0.05);
    }
    function image(svg) {
      const texts = [...svg.querySelectorAll("text")], box = svg.getBoundingClientRect();
      const boxes = texts.map(t => t.getBoundingClientRect());
      const overlaps = [], outside = [];
      texts.forEach((text, i) => {
        const b = boxes[i];
        if (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 2
            || b.bottom > box.bottom + 2) outside.push(text.textContent);
        for (let j = 0; j < i; j++) {
          const c = boxes[j];
          const w = Math.min(b.right, c.right) - Math.max(b.left, c.left);
          const h = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
          // Boxes of lines are higher than their letters.
          if (w > 1 && h > 4) overlaps.push(texts[j].textContent + " | " + text.textContent);
        }
      });
      const all = kind => [...svg.querySelectorAll("text." + kind)].map(t => t.textContent);
      return {
        role: svg.getAttribute("role") || "", label: svg.getAttribute("aria-label") || "",
        titles: all("title"), ticks: all("tick"), overlaps, outside
      };
    }
    addEventListener("load", () => {
      const looks = [...document.querySelectorAll("iframe")].map(frame => {
        const view = frame.contentWindow, page = frame.contentDocument;
        const told = [...page.body.querySelectorAll("*")].filter(e =>
          e.tagName != "title" && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()));
        return {
          width: frame.clientWidth, scrollWidth: page.documentElement.scrollWidth,
          isDark: view.matchMedia("(prefers-color-scheme: dark)").matches,
          // Files of the disk are no entries.
          resources: view.performance.getEntriesByType("resource").map(e => e.name)
            .concat([...page.querySelectorAll("[src], [href], [srcset], [data]")]
              .map(e => e.outerHTML.slice(0, 80))),
          images: [...page.querySelectorAll("svg")].map(image),
          faint: told.map(e => [e, contrast(e, view)]).filter(p => !(p[1] >= 4.5))
            .map(p => p[1].toFixed(2) + " " + p[0].textContent.slice(0, 40))
        };
      });
      const pre = document.createElement("pre");
      pre.id = "looks";
      pre.textContent = JSON.stringify(looks);
      document.body.append(pre);
    });
    """
}
