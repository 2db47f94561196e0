// The colours of pages, light or dark as the reader's screen is; those of a graph are in it, since it stands alone.

export const palette = `
:root { color-scheme: light dark; --ink: #0f172a; --soft: #475569; --paper: #fff; --line: #cbd5e1 }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f5f9; --soft: #cbd5e1; --paper: #0b1120; --line: #334155 } }
`.trim();
