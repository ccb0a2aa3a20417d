/** What a layout may say and no file can be read with. */
import { EngineError, type FileLayout } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

function findSignFault({ delimiter, quote }: FileLayout): string | null {
  const isUsable = (sign: string) => /^[\t\x20-\x7e]$/.test(sign);
  if (!isUsable(delimiter)) return `The layout's delimiter “${delimiter}” is no ASCII character.`;
  if (quote !== '' && !isUsable(quote)) return `The layout's quote “${quote}” is no ASCII character.`;
  if (quote === delimiter) return `The layout has “${delimiter}” for its delimiter and its quote.`;
  return null;
}

async function findZoneFault({ time }: FileLayout, connection: Connection): Promise<string | null> {
  const known = await connection.number('SELECT count(*) FROM pg_timezone_names() WHERE lower(name) = lower(?)', [
    time.zone,
  ]);
  return known > 0
    ? null
    : `The layout's time zone “${time.zone}” is not known; an IANA name such as “America/Sao_Paulo” is expected.`;
}

async function findPatternFault({ time }: FileLayout, connection: Connection): Promise<string | null> {
  if (!time.form.includes('%')) return null;
  try {
    await connection.run(`SELECT try_strptime('', ?)`, [time.form]);
    return null;
  } catch (error) {
    if (EngineError.from(error).code !== 'query_failed') throw error;
    return `The layout's form of times “${time.form}” cannot be understood.`;
  }
}

/** Null where files can be read through the layout; else what is wrong with it, in a sentence. */
export async function findLayoutFault(layout: FileLayout, connection: Connection): Promise<string | null> {
  return (
    findSignFault(layout) ?? (await findZoneFault(layout, connection)) ?? (await findPatternFault(layout, connection))
  );
}
