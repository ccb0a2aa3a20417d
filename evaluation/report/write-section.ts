/** Puts figures between the marks of a document; what people wrote stays. */
const begin = '<!-- figures -->';
const end = '<!-- end of figures -->';

/** Throws where the marks are not there. */
export function putBetweenMarks(document: string, figures: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document has no ${begin} followed by ${end}.`);
  return `${document.slice(0, from)}${begin}\n\n${figures}\n\n${document.slice(to)}`;
}
