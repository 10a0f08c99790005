/// How a report looks, on bright and on dark screens and on paper.
enum ReportStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --ink: #1d2129; --quiet: #626b78; --paper: #ffffff; --line: #d9dee5; --wash: #f4f6f8;
      --mark: #2f6db3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e4e7ec; --quiet: #98a1ae; --paper: #14171c; --line: #333a44; --wash: #1c2027;
        --mark: #79b0ee;
      }
    }
    body {
      margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 62rem;
      background: var(--paper); color: var(--ink);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance; }
    h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; }
    h3 { font-size: .95rem; margin: 0 0 .25rem; }
    p { margin: .5rem 0; max-width: 44rem; }
    p.quiet { color: var(--quiet); font-size: .9rem; }
    .stars { display: inline-block; width: 2rem; padding-left: .3rem; text-align: left; }
    .interval { display: block; color: var(--quiet); font-size: .85rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
    th, td { padding: .35rem .9rem .35rem 0; text-align: right; white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; }
    thead th { color: var(--quiet); font-weight: 500; border-bottom: 1px solid var(--line); }
    tbody th { font-weight: 600; }
    tbody tr + tr > * { border-top: 1px solid var(--line); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; overflow-wrap: anywhere; }
    pre {
      background: var(--wash); border: 1px solid var(--line); border-radius: 6px;
      padding: .75rem 1rem; overflow-x: auto; font-size: .85rem;
    }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.5rem; }
    figure { margin: 0; max-width: 30rem; }
    svg { width: 100%; height: auto; display: block; }
    svg text { fill: var(--ink); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
    svg .quiet { fill: var(--quiet); }
    svg .bar { fill: var(--mark); opacity: .8; }
    svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
    svg .axis { stroke: var(--line); }
    svg .curve { fill: none; stroke: var(--mark); stroke-width: 1.5; opacity: .75; }
    svg .dot { fill: var(--mark); }
    @media print { body { padding: 0; } section { break-inside: avoid; } }
    """
}
