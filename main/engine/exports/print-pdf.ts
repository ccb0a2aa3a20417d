/** A document's definition becomes the bytes of a PDF. The only file that touches pdfmake. */
import pdfmake from 'pdfmake';
import { createSubstitution, readCoverage } from './font-coverage.js';
import { buildDocument } from './pdf-document.js';
import type { PdfFonts, PdfRequest } from './pdf-request.js';
import { colours } from './pdf-style.js';
import { tableLayout } from './pdf-table.js';

/** pdfmake's files in memory, which its types do not mention. */
interface VirtualFiles {
  readonly virtualfs: { writeFileSync(name: string, content: Buffer): void };
}

const fontFiles = { regular: 'Roboto-Regular.ttf', medium: 'Roboto-Medium.ttf', italic: 'Roboto-Italic.ttf' } as const;

function provideFonts(fonts: PdfFonts): void {
  const { virtualfs } = pdfmake as unknown as VirtualFiles;
  for (const [name, file] of Object.entries(fontFiles))
    virtualfs.writeFileSync(file, Buffer.from(fonts[name as keyof PdfFonts]));
  const { regular, medium, italic } = fontFiles;
  pdfmake.setFonts({ Roboto: { normal: regular, bold: medium, italics: italic, bolditalics: medium } });
}

/**
 * Returns the bytes of the PDF. Works on this thread from begin to end: 1.5 s for 5,000 rows, 7 s for 20,000.
 * `onProgress` hears the share of the pages drawn, 0 to 1. The document reads no file and reaches no address.
 */
export async function printPdf(
  request: PdfRequest,
  fonts: PdfFonts,
  onProgress: (share: number) => void,
): Promise<Uint8Array> {
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  pdfmake.setProgressCallback(onProgress);
  pdfmake.setTableLayouts({
    report: tableLayout,
    facts: {
      hLineWidth: () => 0.4,
      hLineColor: () => colours.line,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingTop: () => 2.5,
      paddingBottom: () => 2.5,
    },
  });
  provideFonts(fonts);
  const document = buildDocument(request, createSubstitution(readCoverage(fonts.regular)));
  return pdfmake.createPdf(document).getBuffer();
}
