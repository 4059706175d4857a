// Whole PDF: a file of that many pages, as a back office might send it.

import PDFDocument from 'pdfkit';

export async function wholePdf(pages: number, options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  const sheet = new PDFDocument({ size: 'A4', ...options });
  const chunks: Uint8Array[] = [];
  const ended = new Promise((resolve) => sheet.on('end', resolve));
  sheet.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) sheet.addPage();
    sheet.text(`page ${page} of ${pages}: `.repeat(40));
  }
  sheet.end();
  await ended;
  return Uint8Array.from(Buffer.concat(chunks));
}
