using System.Security.Cryptography;
using System.Text;

namespace DrRunbook.Evidence.Rendering.Html;

/// <summary>The page's one style sheet. The page names its digest, so no other style can act on it.</summary>
internal static class StyleSheet
{
    /// <summary>What the page's content security policy allows: this sheet, and nothing else.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; form-action 'none'";

    public const string Text = """

        :root {
          color-scheme: light dark;
          --paper: #ffffff; --panel: #f5f6f8; --ink: #1b2430; --soft: #566272; --line: #dde1e7;
          --good: #23704f; --good-bg: #e8f3ee; --look: #8a5d00; --look-bg: #faf2de; --bad: #a62b23; --bad-bg: #fbeae8; --plain: #566272; --plain-bg: #eef0f3;
          --gates: #c2a83e; --people: #9067a8; --queue: #b4bcc8; --machine: #4a78a8; --verification: #3f9783; --pause: #dcb787; --doubt: #cf7a34; --children: #c9d0d9; --away: #ffffff; --overhead: #2e3743;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14191f; --panel: #1c232b; --ink: #e4e8ee; --soft: #9ba7b6; --line: #323b46;
            --good: #6cc7a0; --good-bg: #17302a; --look: #e0b458; --look-bg: #332a14; --bad: #f08b82; --bad-bg: #3a1f1d; --plain: #9ba7b6; --plain-bg: #232b34;
            --gates: #c9b25a; --people: #a684bd; --queue: #66717f; --machine: #6093c6; --verification: #57ad99; --pause: #b08c5c; --doubt: #d98a4a; --children: #3b4652; --away: #14191f; --overhead: #cfd6df;
          }
        }
        * { box-sizing: border-box; }
        html { background: var(--paper); }
        body { margin: 0 auto; max-width: 1120px; padding: 36px 32px 64px; background: var(--paper); color: var(--ink);
          font: 15px/1.5 "Inter", "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
        h1 { font-size: 30px; line-height: 1.15; font-weight: 650; letter-spacing: -0.015em; margin: 2px 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 18px; line-height: 1.25; font-weight: 650; margin: 44px 0 4px; padding-top: 14px; border-top: 1px solid var(--line); }
        h3 { font-size: 12px; font-weight: 650; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); margin: 0 0 8px; }
        p { margin: 0 0 8px; } ul { margin: 0; padding-left: 18px; } li { margin: 3px 0; }
        .lead { color: var(--soft); margin: 0 0 12px; max-width: 76ch; }
        code, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; overflow-wrap: anywhere; }
        .soft { color: var(--soft); } .small { font-size: 12.5px; }
        .kicker { font-size: 12px; font-weight: 650; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
        header { display: flex; justify-content: space-between; align-items: flex-start; gap: 24px; }
        header > div { min-width: 0; }
        .outcome { flex: none; padding: 10px 18px 11px; border-radius: 10px; font-size: 20px; font-weight: 650; line-height: 1.2; max-width: 300px; }
        .outcome span { display: block; font-size: 12px; font-weight: 500; opacity: 0.85; margin-top: 2px; }
        .good { color: var(--good); } .look { color: var(--look); } .bad { color: var(--bad); } .plain { color: var(--plain); }
        .fill.good { background: var(--good-bg); } .fill.look { background: var(--look-bg); } .fill.bad { background: var(--bad-bg); } .fill.plain { background: var(--plain-bg); }
        .word { font-weight: 600; white-space: nowrap; } .kind { white-space: nowrap; }
        .rehearsal { margin: 0 0 22px; padding: 9px 14px; border: 1.5px dashed var(--look); border-radius: 8px; color: var(--look); background: var(--look-bg); font-weight: 600; }
        .watermark { display: none; }
        .cards { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 12px; margin: 20px 0 12px; }
        .card { background: var(--panel); border-radius: 10px; padding: 13px 15px 12px; }
        .card .value { font-size: 21px; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; }
        .card .word { white-space: normal; }
        .card .note { font-size: 12.5px; color: var(--soft); line-height: 1.4; margin-top: 3px; }
        .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin: 12px 0; }
        .two > div { border: 1px solid var(--line); border-radius: 10px; padding: 13px 15px; min-width: 0; }
        .contradiction { margin: 12px 0; padding: 12px 16px; border-left: 5px solid var(--bad); background: var(--bad-bg); border-radius: 0 10px 10px 0; font-size: 17px; font-weight: 600; color: var(--bad); }
        .said { list-style: none; padding: 0; columns: 2; column-gap: 18px; font-size: 13.5px; }
        .said.one { columns: 1; }
        .said li { break-inside: avoid; margin: 0 0 4px; padding-left: 18px; text-indent: -18px; overflow-wrap: anywhere; }
        .sign { display: inline-block; width: 18px; text-indent: 0; font-weight: 700; }
        .big { font-size: 26px; font-weight: 650; line-height: 1.1; margin: 0 0 2px; }
        .record { font-size: 13px; margin: 14px 0 0; }
        nav { margin: 20px 0 0; font-size: 13px; } nav a { margin-right: 14px; white-space: nowrap; }
        a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: 2px; }
        table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.4; margin: 6px 0 4px; }
        caption { text-align: left; color: var(--soft); padding: 0 0 6px; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px; padding: 5px 10px 5px 0; border-bottom: 1.5px solid var(--line); vertical-align: bottom; }
        td, tbody th { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
        tbody th { font-size: 13px; color: var(--ink); font-weight: 600; overflow-wrap: anywhere; min-width: 7.5em; } tbody th.who { min-width: 13.5em; } td.objective { min-width: 9em; } tbody th.no { min-width: 0; }
        tbody th.group { padding-top: 14px; } tbody th .soft { font-weight: 400; }
        td.num, th.num { text-align: right; white-space: nowrap; } td.time { white-space: nowrap; }
        .in1 { padding-left: 16px; } .in2 { padding-left: 32px; } .in3 { padding-left: 48px; } .in4 { padding-left: 64px; } .in5 { padding-left: 80px; } .in6 { padding-left: 96px; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 6px 0; font-size: 13.5px; }
        dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; margin: 10px 0 6px; font-family: inherit; }
        svg text { fill: var(--ink); font-size: 11.5px; } svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; } svg .dim { fill: var(--soft); } svg .tiny { font-size: 10.5px; } svg .strong { font-weight: 650; }
        svg text.good { fill: var(--good); } svg text.look { fill: var(--look); } svg text.bad { fill: var(--bad); } svg text.plain { fill: var(--plain); }
        .grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
        .mark { stroke: var(--ink); stroke-width: 1.5; } .mark.rto { stroke-dasharray: 5 3; } .mark.good { stroke: var(--good); } .mark.bad { stroke: var(--bad); } .mark.plain { stroke: var(--soft); }
        .stripe { fill: var(--panel); } .failed { fill: none; stroke: var(--bad); stroke-width: 1.6; }
        .awayband { fill: url(#hatch-away); opacity: 0.75; }
        .hatchline { stroke: var(--paper); stroke-width: 1.6; opacity: 0.6; } .awayline { stroke: var(--soft); stroke-width: 1; opacity: 0.55; } .dot { fill: var(--paper); opacity: 0.75; }
        .t-gates { fill: var(--gates); } .t-people { fill: var(--people); } .t-queue { fill: var(--queue); } .t-machine { fill: var(--machine); } .t-verification { fill: var(--verification); }
        .t-pause { fill: var(--pause); } .t-doubt { fill: var(--doubt); } .t-children { fill: var(--children); } .t-away { fill: var(--away); stroke: var(--soft); stroke-width: 0.6; stroke-dasharray: 2 2; } .t-overhead { fill: var(--overhead); } .t-before { fill: var(--line); }
        .p-gates { fill: url(#hatch-gates); } .p-people { fill: url(#hatch-people); } .p-verification { fill: url(#hatch-verification); } .p-doubt { fill: url(#hatch-gates); } .p-pause { fill: url(#hatch-people); }
        footer { margin-top: 44px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12.5px; }
        @media screen and (max-width: 760px) { .cards { grid-template-columns: 1fr 1fr; } .two { grid-template-columns: 1fr; } header { flex-direction: column; } }
        @media print {
          @page { size: A4; margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #566272; } }
          :root {
            color-scheme: light;
            --paper: #ffffff; --panel: #f5f6f8; --ink: #1b2430; --soft: #566272; --line: #dde1e7;
            --good: #23704f; --good-bg: #e8f3ee; --look: #8a5d00; --look-bg: #faf2de; --bad: #a62b23; --bad-bg: #fbeae8; --plain: #566272; --plain-bg: #eef0f3;
            --gates: #c2a83e; --people: #9067a8; --queue: #b4bcc8; --machine: #4a78a8; --verification: #3f9783; --pause: #dcb787; --doubt: #cf7a34; --children: #c9d0d9; --away: #ffffff; --overhead: #2e3743;
          }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { max-width: none; padding: 0; font-size: 9.6pt; }
          nav { display: none; }
          .summary { break-after: page; } .page { break-before: page; }
          h1 { font-size: 20pt; } h2 { font-size: 13pt; margin-top: 20pt; break-after: avoid; } h3, .lead { break-after: avoid; }
          table { font-size: 8.2pt; } td, tbody th { padding: 3.5pt 7pt 3.5pt 0; } th, tbody th { font-size: 8.2pt; } thead { display: table-header-group; } tr, .card, .two > div, svg { break-inside: avoid; }
          tbody.together { break-inside: avoid; } .page table { font-size: 7.6pt; line-height: 1.3; } .page td, .page tbody th { font-size: 7.6pt; padding: 2.6pt 6pt 2.6pt 0; } .page .lead { font-size: 8.4pt; }
          svg text { font-size: 12.8px; } svg .tiny { font-size: 12px; } footer { margin-top: 14pt; break-inside: avoid; }
          header { gap: 12pt; } .cards { gap: 7pt; margin: 12pt 0 8pt; } .card, .two > div { padding: 8pt 9pt; } .two { gap: 7pt; margin: 8pt 0; } .card .value { font-size: 12.5pt; } .big { font-size: 16pt; } .outcome { font-size: 13pt; } .card .note, .said, .small, dl, caption, footer { font-size: 8.4pt; } .contradiction { font-size: 11.5pt; }
          .watermark { display: block; position: fixed; top: 42%; left: 0; right: 0; text-align: center; font-size: 76pt; font-weight: 700; letter-spacing: 0.06em; color: #8a5d00; opacity: 0.09; transform: rotate(-28deg); }
        }

        """;
}
