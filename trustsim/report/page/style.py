"""How the page looks: calm, one column, wide tables in boxes of their own; on screen and on paper, by day and night."""

from __future__ import annotations

STYLE = """\
:root {
  --ink: #1f2328; --soft: #57606a; --paper: #fdfdfc; --card: #f4f5f3; --line: #d8dbd7; --mark: #0b5c97; --warm: #fbf3df;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e6e3; --soft: #a5adb5; --paper: #16191c; --card: #1f2428; --line: #363c42;
    --mark: #7cbcf0; --warm: #2b2718;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0 auto; padding: 0 1.25rem 5rem; max-width: 56rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: 0.5rem 1rem; background: var(--card); }
header { padding: 4rem 0 1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; text-wrap: balance; scroll-margin-top: 1rem; }
h1 { margin: 0 0 1rem; font-size: clamp(1.75rem, 5.5vw, 2.6rem); letter-spacing: -0.015em; }
h2 { margin: 4rem 0 1rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 1.6rem; }
h3 { margin: 2.5rem 0 0.75rem; font-size: 1.2rem; }
h4, h5, h6 { margin: 1.75rem 0 0.5rem; font-size: 1.03rem; }
p, ul, ol, pre, figure, details, .scroll { margin: 0 0 1.1rem; }
p, li, figcaption { max-width: 44rem; }
ul, ol { padding-left: 1.3rem; }
li { margin-bottom: 0.4rem; }
a { color: var(--mark); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
.question { font-size: 1.3rem; line-height: 1.45; color: var(--soft); }
.size { color: var(--soft); font-size: 0.95rem; }
nav { font-size: 0.95rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin: 0; padding: 0; list-style: none; }
nav li { margin: 0; }
nav a { display: inline-block; padding: 0.3rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
#the-answer-in-short + ul, #the-answer-in-short + p {
  max-width: none; padding: 1.25rem 1.5rem 1.25rem 2.4rem; border-left: 4px solid var(--mark);
  border-radius: 0 6px 6px 0; background: var(--card); font-size: 1.12rem;
}
#the-answer-in-short + p { padding-left: 1.5rem; }
#the-answer-in-short + ul > :last-child { margin-bottom: 0; }
data.n { font-variant-numeric: tabular-nums; }
data.n:not([data-form="text"]) { white-space: nowrap; }
data.n:hover { background: var(--warm); box-shadow: 0 1px 0 var(--mark); cursor: help; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
th, td { padding: 0.42rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { background: var(--card); color: var(--soft); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 500; }
.number { text-align: right; }
td.number { white-space: nowrap; }
tr > :nth-child(n + 7):not(.number) { min-width: 16rem; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: 0.88em; }
:not(pre) > code { padding: 0.08em 0.3em; border-radius: 4px; background: var(--card); }
pre { padding: 1rem 1.2rem; overflow-x: auto; border-radius: 6px; background: var(--card); line-height: 1.5; }
pre code { font-size: 0.85rem; }
details { border: 1px solid var(--line); border-radius: 6px; padding: 0.55rem 1rem; }
summary { color: var(--soft); font-size: 0.92rem; cursor: pointer; }
details[open] > summary { margin-bottom: 0.8rem; }
details > :last-child, details > [data-passage]:last-child > :last-child { margin-bottom: 0.4rem; }
figure { margin: 2rem 0; }
figure img { display: block; width: 100%; height: auto; padding: 0.5rem; border: 1px solid var(--line);
  border-radius: 6px; background: #fff; }
figcaption { margin-top: 0.6rem; color: var(--soft); font-size: 0.92rem; line-height: 1.5; }
@media (max-width: 40rem) {
  body { padding: 0 1rem 3rem; font-size: 1rem; }
  header { padding-top: 2rem; }
  h2 { margin-top: 3rem; font-size: 1.4rem; }
  .question { font-size: 1.15rem; }
  #the-answer-in-short + ul { padding: 1rem 1rem 1rem 1.9rem; font-size: 1.05rem; }
  th, td { padding: 0.35rem 0.55rem; }
  table { font-size: 0.8rem; }
  figure { overflow-x: auto; }
  figure img { width: 40rem; max-width: none; }
  figcaption { position: sticky; left: 0; }
}
@page { size: A4; margin: 18mm 17mm; }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --card: #f4f4f4; --line: #bbb; --mark: #0b5c97; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; font-size: 1rem; line-height: 1.45; }
  header { padding-top: 0; }
  nav, .skip { display: none; }
  h1 { font-size: 20pt; }
  h2 { margin-top: 1.5em; font-size: 14pt; }
  h3 { font-size: 11.5pt; }
  h1, h2, h3, h4, h5, h6, p:has(> strong:first-child) { break-after: avoid; }
  p, li { orphans: 3; widows: 3; max-width: none; }
  figure, tr { break-inside: avoid; }
  figure img { max-height: 210mm; object-fit: contain; }
  .scroll { overflow: visible; border: 0; }
  table { font-size: 7pt; }
  th, td { padding: 2pt 3pt; }
  table:has(th:nth-child(15)) { font-size: 5.5pt; }
  table:has(th:nth-child(15)) :is(th, td) { padding: 1.5pt 2pt; }
  table:has(th:nth-child(15)) td { overflow-wrap: anywhere; }
  tr > :nth-child(n + 7):not(.number) { min-width: 0; }
  code { font-size: 1em; }
  thead { display: table-header-group; }
  thead th, td.number { white-space: normal; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); }
  pre code { font-size: 7.5pt; }
  a { color: inherit; text-decoration: none; }
  details { border: 0; padding: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  details.columns, summary { display: none; }
}
"""
