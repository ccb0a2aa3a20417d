/** What a layout may say and no file can be read with. */
import { EngineError, type FileLayout } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { normalWord } from './read-fields.js';

function findSignFault({ delimiter, quote }: FileLayout): string | null {
  const isUsable = (sign: string) => /^[\t\x20-\x7e]$/.test(sign);
  if (!isUsable(delimiter)) return `delimiter “${delimiter}” is no ASCII character`;
  if (quote !== '' && !isUsable(quote)) return `quote “${quote}” is no ASCII character`;
  if (quote === delimiter) return `delimiter and quote are both “${delimiter}”`;
  return null;
}

/** Words are compared without case and surrounding blanks: two that are the same so can have but one meaning. */
function findWordFault({ words }: FileLayout): string | null {
  const meanings = new Map<string, string>();
  for (const [word, meaning] of Object.entries(words)) {
    const normal = normalWord(word);
    if ((meanings.get(normal) ?? meaning) !== meaning) return `words has two meanings of “${normal}”`;
    meanings.set(normal, meaning);
  }
  return null;
}

async function findZoneFault({ time }: FileLayout, connection: Connection): Promise<string | null> {
  const known = await connection.number('SELECT count(*) FROM pg_timezone_names() WHERE lower(name) = lower(?)', [
    time.zone,
  ]);
  return known > 0
    ? null
    : `time.zone “${time.zone}” is not known; an IANA name such as “America/Sao_Paulo” is expected`;
}

async function findPatternFault({ time }: FileLayout, connection: Connection): Promise<string | null> {
  if (!time.form.includes('%')) return null;
  try {
    await connection.run(`SELECT try_strptime('', ?)`, [time.form]);
    return null;
  } catch (error) {
    if (EngineError.from(error).code !== 'query_failed') throw error;
    return `time.form “${time.form}” cannot be understood`;
  }
}

/** Null where files can be read through the layout; else what is wrong with it, in a sentence. */
export async function findLayoutFault(layout: FileLayout, connection: Connection): Promise<string | null> {
  const fault =
    findSignFault(layout) ??
    findWordFault(layout) ??
    (await findZoneFault(layout, connection)) ??
    (await findPatternFault(layout, connection));
  return fault === null ? null : `The layout “${layout.name}” cannot be used: ${fault}.`;
}
