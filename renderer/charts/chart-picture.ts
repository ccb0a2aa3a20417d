/** A chart as a picture to hand over: its title above it, what was asked below it. */
import type { ChartTheme } from '../../charts/theme.js';

export interface PictureWords {
  readonly title: string;
  /** Dataset, range, zone and filters. */
  readonly caption: string;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const headPx = 56;
const footPx = 40;

export function pictureSize({ width, height }: PictureSize): PictureSize {
  return { width: width + 2 * margin, height: height + headPx + footPx };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Puts a chart's SVG into a larger one with its words. */
export function frameSvg(chartSvg: string, chart: PictureSize, words: PictureWords, theme: ChartTheme): string {
  const { width, height } = pictureSize(chart);
  const font = escapeXml(theme.fontFamily);
  const text = (y: number, size: number, weight: number, color: string, content: string) =>
    `<text x="${margin}" y="${y}" font-family="${font}" font-size="${size}" font-weight="${weight}" fill="${color}">${escapeXml(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${theme.surface}"/>`,
    text(34, 16, 600, theme.text, words.title),
    // Another program's font may be wider than the one that was measured: its letters may stand out.
    chartSvg.replace('<svg ', `<svg x="${margin}" y="${headPx}" overflow="visible" `),
    text(height - 16, 11, 400, theme.mutedText, words.caption),
    '</svg>',
  ].join('\n');
}

/** Draws a chart's canvas into a larger one with its words; resolves to the PNG's bytes. */
export async function framePng(
  chartCanvas: HTMLCanvasElement,
  chart: PictureSize,
  words: PictureWords,
  theme: ChartTheme,
  pixelRatio: number,
): Promise<Uint8Array> {
  const { width, height } = pictureSize(chart);
  const canvas = document.createElement('canvas');
  canvas.width = width * pixelRatio;
  canvas.height = height * pixelRatio;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This window cannot draw pictures.');
  context.scale(pixelRatio, pixelRatio);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, height);
  context.drawImage(chartCanvas, margin, headPx, chart.width, chart.height);
  context.fillStyle = theme.text;
  context.font = `600 16px ${theme.fontFamily}`;
  context.fillText(words.title, margin, 34);
  context.fillStyle = theme.mutedText;
  context.font = `400 11px ${theme.fontFamily}`;
  context.fillText(words.caption, margin, height - 16);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('This window cannot make a PNG.');
  return new Uint8Array(await blob.arrayBuffer());
}
