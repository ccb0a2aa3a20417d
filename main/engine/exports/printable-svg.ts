/** ECharts writes SVG for browsers; the PDF's renderer knows less. What it lacks is said in words that it has. */

const tag = /<[a-z]+(?: [^<>]*)?>/gi;
const alphaColour = /^#([0-9a-f]{6})([0-9a-f]{2})$/i;
const haloText = /<text ([^<>]*)paint-order="stroke"([^<>]*)>([^<]*)<\/text>/g;

const opacityOf = { fill: 'fill-opacity', stroke: 'stroke-opacity', 'stop-color': 'stop-opacity' } as const;

function readAttribute(text: string, name: string): string | null {
  return new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? null;
}

function setAttribute(text: string, name: string, value: string): string {
  const written = ` ${name}="${value}"`;
  const found = new RegExp(` ${name}="[^"]*"`);
  return found.test(text) ? text.replace(found, written) : text.replace(/ ?\/?>$/, (end) => `${written}${end}`);
}

/** `fill="#RRGGBBAA"` is not known (it becomes black): the last two digits go into the opacity, on top of one that is there. */
function splitAlpha(text: string): string {
  return Object.entries(opacityOf).reduce((current, [name, opacityName]) => {
    const [, colour, alpha] = alphaColour.exec(readAttribute(current, name) ?? '') ?? [];
    if (colour === undefined || alpha === undefined) return current;
    const opacity = (Number(readAttribute(current, opacityName) ?? 1) * parseInt(alpha, 16)) / 255;
    return setAttribute(setAttribute(current, name, `#${colour}`), opacityName, String(Number(opacity.toFixed(3))));
  }, text);
}

/** `paint-order="stroke"` is not known (the halo would cover the letters): the halo is drawn first, the letters again on it. */
function splitHalo(_: string, before: string, after: string, content: string): string {
  const bare = `${before}${after}`.replace(/ ?stroke(?:-[a-z]+)?="[^"]*"/g, '');
  return `<text ${before}${after}>${content}</text><text ${bare}>${content}</text>`;
}

/** The same picture in the SVG that svg-to-pdfkit draws right. */
export function toPrintableSvg(svg: string): string {
  return svg.replace(tag, splitAlpha).replace(haloText, splitHalo);
}
