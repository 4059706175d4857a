// PDF table: whether the table at the end of a PDF file finds its objects where it says they are. It does not when bytes
// were lost or put in on the way, as by a transfer that changes line ends.

const mostTables = 100;

/** True for files that begin as a PDF, end with the place of a table, and whose tables all fit. */
export function hasFittingTables(pdf: Buffer): boolean {
  if (!/^%PDF-[12]\.\d/.test(pdf.toString('latin1', 0, 8))) return false;
  const tail = pdf.toString('latin1', Math.max(0, pdf.length - 1024));
  let place = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail)?.[1];
  for (let tables = 0; place !== undefined; tables += 1) {
    const at = Number(place);
    if (tables === mostTables || at >= pdf.length) return false;
    // A table of the newer kind is a compressed stream like others: its check sum and the parser speak for it.
    if (/^\s*\d+ \d+ obj\b/.test(pdf.toString('latin1', at, at + 40))) return true;
    const end = pdf.indexOf('trailer', at);
    if (end === -1 || !/^\s*xref\s/.test(pdf.toString('latin1', at, at + 40))) return false;
    if (!entriesFit(pdf, pdf.toString('latin1', at, end))) return false;
    const trailer = pdf.toString('latin1', end, pdf.indexOf('startxref', end));
    place = /\/Prev\s+(\d{1,10})/.exec(trailer)?.[1];
    if (place === undefined) return true;
  }
  return false;
}

function entriesFit(pdf: Buffer, table: string): boolean {
  const lines = table.split(/[\r\n]+/).map((line) => line.trim());
  let number = 0;
  for (const line of lines.slice(1)) {
    const [, first] = /^(\d{1,10}) \d{1,10}$/.exec(line) ?? [];
    if (first !== undefined) {
      number = Number(first);
      continue;
    }
    const [, offset, generation, kind] = /^(\d{10}) (\d{5}) ([nf])$/.exec(line) ?? [];
    if (kind === 'n' && !isObject(pdf, Number(offset), `${number} ${Number(generation)} obj`)) return false;
    if (kind !== undefined) number += 1;
    else if (line !== '' && line !== 'xref') return false;
  }
  return true;
}

function isObject(pdf: Buffer, at: number, head: string): boolean {
  return pdf
    .toString('latin1', at, at + head.length + 2)
    .trimStart()
    .startsWith(head);
}
