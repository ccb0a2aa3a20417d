/** The little XML that S3 speaks. */

export type XmlContent = string | number | boolean | undefined;

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `<name>text</name>`; nothing where there is no text. */
export function element(name: string, content: XmlContent): string {
  return content === undefined ? '' : `<${name}>${escapeXml(String(content))}</${name}>`;
}

/** `<name>` round elements. */
export function parent(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

export function xmlDocument(name: string, ...children: readonly string[]): string {
  const space = name === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${space}>${children.join('')}</${name}>`;
}

export interface XmlNode {
  readonly name: string;
  readonly children: XmlNode[];
  text: string;
}

function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name ?? ''] ?? whole;
  });
}

/** The root element, without attributes; null where the text is not well-formed. */
export function parseXml(text: string): XmlNode | null {
  const root: XmlNode = { name: '', children: [], text: '' };
  const open: XmlNode[] = [root];
  const body = text.replace(/<\?.*?\?>|<!--.*?-->/gs, '');
  for (const [, closing, name, empty, characters] of body.matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/g)) {
    const inside = open.at(-1);
    if (inside === undefined) return null;
    if (characters !== undefined) inside.text += unescapeXml(characters);
    else if (closing === '/') {
      if (inside.name !== name) return null;
      open.pop();
    } else {
      const node: XmlNode = { name: name ?? '', children: [], text: '' };
      inside.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  return open.length === 1 ? (root.children[0] ?? null) : null;
}

/** Text of the child of this name. */
export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text;
}
