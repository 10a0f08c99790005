/// How a report looks, on bright and on dark screens, on phones and on paper.
enum ReportStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --ink: #1d2129; --quiet: #5b6470; --paper: #ffffff; --line: #c9d0d9; --faint: #e8ebef; --wash: #f4f6f8;
      --s0: #2f6db3; --s1: #b8591b; --s2: #2c7a50; --s3: #8b4fa6; --s4: #b0324a; --s5: #6d6a14;
      --s6: #1c7d8c; --s7: #7a5a48;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e4e7ec; --quiet: #a3acb8; --paper: #14171c; --line: #454d59; --faint: #262c35; --wash: #1c2027;
        --s0: #6ea8ea; --s1: #f0a067; --s2: #74cf9a; --s3: #cf9fe9; --s4: #f48a9e; --s5: #d2cc66;
        --s6: #67cbd9; --s7: #cbab97;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 64rem;
      background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance; }
    h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; }
    h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
    h4, figcaption { font-size: .95rem; font-weight: 600; margin: 0 0 .4rem; }
    p { margin: .5rem 0; max-width: 44rem; }
    .quiet { color: var(--quiet); font-size: .9rem; }
    .stars { display: inline-block; width: 2rem; padding-left: .3rem; text-align: left; }
    .interval { display: block; color: var(--quiet); font-size: .85rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
    th, td { padding: .35rem .9rem .35rem 0; text-align: right; white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; }
    thead th { color: var(--quiet); font-weight: 500; border-bottom: 1px solid var(--line); }
    tbody th { font-weight: 600; }
    tbody tr + tr > * { border-top: 1px solid var(--faint); }
    dl {
      display: grid; grid-template-columns: fit-content(60%) minmax(0, 1fr); gap: .2rem 1.25rem; margin: 0;
    }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    ol { margin: 0; padding-left: 1.6rem; font-size: .92rem; }
    pre {
      background: var(--wash); border: 1px solid var(--line); border-radius: 6px;
      padding: .75rem 1rem; white-space: pre-wrap; font-size: .85rem;
    }
    .charts {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr));
      gap: 2rem; align-items: start; margin: 1rem 0;
    }
    .charts.large { grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); }
    figure, .card { margin: 0; min-width: 0; max-width: 32rem; }
    svg { width: 100%; height: auto; display: block; }
    svg text { fill: var(--ink); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
    svg .tick, svg .title { fill: var(--quiet); }
    svg .label { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
    svg .axis { stroke: var(--line); }
    svg .grid { stroke: var(--faint); }
    svg .zero, svg .leader { stroke: var(--quiet); }
    svg .leader { stroke-width: .75; }
    svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
    svg .curve { fill: none; stroke: var(--series); stroke-width: 1.75; stroke-linejoin: round; }
    svg .bar, svg .dot { fill: var(--series); }
    svg .frame { stroke: var(--ink); stroke-width: 2; }
    svg .ring { fill: none; stroke: var(--s1); stroke-width: 3; }
    .s0 { --series: var(--s0); } .s1 { --series: var(--s1); } .s2 { --series: var(--s2); }
    .s3 { --series: var(--s3); } .s4 { --series: var(--s4); } .s5 { --series: var(--s5); }
    .s6 { --series: var(--s6); } .s7 { --series: var(--s7); }
    @media (max-width: 30rem) { body { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.4rem; } }
    @media print { body { padding: 0; } figure, .card { break-inside: avoid; } }
    """
}
