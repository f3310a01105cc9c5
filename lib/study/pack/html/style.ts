/** Of the screen and of A4 paper; greys only, so that nothing is lost in black and white. */
export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #111; font: 16px/1.5 system-ui, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
header { border-bottom: 2px solid #111; padding-bottom: 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p, li { max-width: 42rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; }
.eyebrow { margin: 0 0 .25rem; font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: #555; }
.note, .about { color: #555; font-size: .9rem; }
.lead { font-size: 1.05rem; }
.mark { display: block; margin: 0 0 1rem; padding: .5rem .75rem; border: 2px solid #111; font-weight: 700; letter-spacing: .04em; }
.stamp { display: none; }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: #555; font-size: .9rem; margin-top: .5rem; max-width: 42rem; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
.caption { color: #555; font-size: .9rem; margin: 1.25rem 0 .4rem; }
thead th { border-top: 1.5px solid #111; border-bottom: 1px solid #111; font-weight: 600; vertical-align: bottom; }
tbody tr:last-child > * { border-bottom: 1.5px solid #111; }
tbody tr + tr > * { border-top: 1px solid #ddd; }
th, td { padding: .35rem 0; text-align: left; vertical-align: top; }
.w { padding-right: .75rem; min-width: 5.5rem; overflow-wrap: anywhere; }
tbody th { font-weight: 500; }
.n { text-align: right; padding-left: .75rem; white-space: nowrap; }
thead .n { white-space: normal; }
td small, .none small { display: block; font-size: .8rem; color: #555; white-space: normal; }
td.n:not(:has(.none)) small { white-space: nowrap; }
.none { color: #555; }
.flow { display: flex; flex-wrap: wrap; gap: .5rem 0; list-style: none; padding: 0; margin: 1rem 0; }
.flow li { border: 1px solid #111; padding: .4rem .8rem; }
.flow li + li { margin-left: 1.75rem; position: relative; }
.flow li + li::before { content: "\\2192"; position: absolute; left: -1.45rem; }
.flow small { display: block; color: #555; }
.flow b { display: block; font-size: 1.3rem; line-height: 1.2; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .25rem 1.25rem; font-size: .9rem; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { font-size: .8rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; border-left: 2px solid #111; padding-left: .9rem; }
ol.references { font-size: .85rem; padding-left: 1.5rem; }
@page { size: A4; margin: 18mm 17mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif; color: #555; } }
@media print {
  :root { font-size: 9.5pt; }
  body { font-size: 1rem; }
  table { font-size: 8.5pt; }
  th, td { padding-block: .2rem; }
  h1 { font-size: 18pt; }
  h2 { font-size: 12.5pt; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 1.6rem; }
  h2, h3, .caption { break-after: avoid; }
  p, li, figcaption { max-width: none; }
  tr, figure, .flow { break-inside: avoid; }
  figure svg { max-height: 128mm; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  .stamp { display: block; position: fixed; inset: 40% 0 auto; text-align: center; font-size: 54pt; font-weight: 800; letter-spacing: .1em; color: #e4e4e4; print-color-adjust: exact; transform: rotate(-32deg); z-index: -1; }
}
`;
