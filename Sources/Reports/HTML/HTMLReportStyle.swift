/// How the page looks: light and dark, wide and narrow, and on paper.
enum HTMLReportStyle {
    static let text = """
        :root {
          color-scheme: light dark;
          --ground: #ffffff; --panel: #f5f6f8; --line: #d5d9e0; --text: #1b1f24; --soft: #57606a;
          --allowed: #116329; --denied: #b3121d; --failed: #7a4a00; --caveat: #5b3fa8; --mark: #fff1b8; --link: #0550ae;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14171c; --panel: #1e232a; --line: #38404b; --text: #e6e9ee; --soft: #a3adba;
            --allowed: #5fd080; --denied: #ff8f8f; --failed: #f0b357; --caveat: #c3b1ff; --mark: #4d4212; --link: #7fb6ff;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 1.25rem clamp(0.75rem, 3vw, 2.5rem); max-width: 90rem;
          background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
        }
        a { color: var(--link); }
        h1 { font-size: 1.5rem; margin: 0 0 0.5rem; }
        .title { font-size: 1.15rem; font-weight: 700; overflow-wrap: anywhere; }
        code, pre, .place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.875rem; }
        .place, .about, .count { color: var(--soft); overflow-wrap: anywhere; }
        .totals { display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0; margin: 0.75rem 0; list-style: none; }
        .totals li { background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.3rem 0.75rem; }
        .totals strong { font-size: 1.15rem; }
        .tools {
          display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; position: sticky; top: 0; z-index: 2;
          background: var(--ground); border-bottom: 1px solid var(--line); padding: 0.6rem 0; margin: 0.75rem 0;
        }
        .tools label { display: grid; font-size: 0.8125rem; color: var(--soft); }
        .tools .count { margin: 0 0 0.4rem; }
        html:not(.js) .tools { display: none; }
        input, select, button {
          font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem;
          padding: 0.3rem 0.6rem; min-height: 2.25rem;
        }
        input { width: min(22rem, 80vw); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .scenario { border: 1px solid var(--line); border-radius: 0.6rem; margin: 1rem 0; padding: 0.75rem 1rem; }
        .scenario > summary { cursor: pointer; }
        .scenario > summary .place { display: block; margin-left: 1.1rem; }
        .scroll { overflow-x: auto; margin: 0.75rem 0; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); }
        thead th { background: var(--panel); white-space: nowrap; }
        tbody th, tbody td { max-width: 30rem; overflow-wrap: anywhere; }
        tr.more > td { max-width: none; }
        tbody th { font-weight: 500; }
        td.fold, th.fold { width: 2.5rem; padding-right: 0; }
        td.fold button { min-height: 1.75rem; padding: 0 0.5rem; line-height: 1; }
        td.fold button { font-weight: 700; }
        html:not(.js) .fold { display: none; }
        html.js tr.more:not(.open) { display: none; }
        tr.more > td { background: var(--panel); }
        tr.more ul { margin: 0.25rem 0; padding-left: 1.25rem; position: sticky; left: 0; max-width: min(80rem, calc(100vw - 4rem)); }
        tr.more li { overflow-wrap: anywhere; }
        .allowed { color: var(--allowed); } .explicitDeny, .implicitDeny { color: var(--denied); } .failed, .unknown { color: var(--failed); }
        .shape { font-weight: 700; margin-right: 0.3rem; }
        .caveat { color: var(--caveat); }
        .verdict { white-space: nowrap; font-weight: 600; }
        .off { color: var(--denied); font-weight: 700; }
        [hidden] { display: none !important; }
        pre { background: var(--ground); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.5rem 0; overflow-x: auto; margin: 0.4rem 0; }
        pre span { display: block; padding: 0 0.75rem; white-space: pre; min-height: 1.3em; }
        pre span::before { content: attr(data-line); display: inline-block; width: 3.5em; color: var(--soft); user-select: none; }
        pre span.deciding, pre span:target { background: var(--mark); box-shadow: inset 4px 0 0 var(--caveat); }
        @media (max-width: 40rem) {
          h1 { font-size: 1.25rem; }
          .scenario { padding: 0.6rem; margin: 0.75rem 0; }
          th, td { padding: 0.3rem 0.4rem; font-size: 0.875rem; }
          .tools { position: static; }
        }
        @media print {
          body { max-width: none; font-size: 9pt; }
          .tools, .fold { display: none !important; }
          .scroll { overflow: visible; }
          .scenario { break-inside: auto; border: 0; padding: 0; }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          a { color: inherit; text-decoration: none; }
        }

        """
}
