/** What lies below a prefix, page by page. */
import { useState } from 'react';
import { EngineError, type LakeListing, type LakeObject } from '../../preload/contract.js';
import { callEngine, useCall } from '../engine.js';

export interface LakePlace {
  readonly connection: string;
  readonly bucket: string;
  /** '' or what ends in a slash. */
  readonly prefix: string;
}

export interface Listing {
  readonly prefixes: readonly string[];
  readonly objects: readonly LakeObject[];
  /** Undefined until the first page is there. */
  readonly isComplete: boolean | undefined;
  readonly isLoading: boolean;
  readonly error: EngineError | null;
  readonly retry: () => void;
  /** Asks for the next page. */
  readonly more: () => void;
}

interface Further {
  /** The first page that these follow. */
  readonly after: LakeListing | undefined;
  readonly pages: readonly LakeListing[];
  readonly isLoading: boolean;
  readonly error: EngineError | null;
}

const nothingFurther: Further = { after: undefined, pages: [], isLoading: false, error: null };

/** Key the component by the place: the pages are of one place alone. */
export function useListing({ connection, bucket, prefix }: LakePlace): Listing {
  const first = useCall('lake.list', { connection, bucket, prefix });
  const [kept, setFurther] = useState(nothingFurther);
  const further = kept.after === first.data ? kept : nothingFurther;
  const pages = first.data ? [first.data, ...further.pages] : [];
  const next = pages.at(-1)?.next;

  async function more() {
    if (next === null || next === undefined || further.isLoading) return;
    const after = first.data;
    setFurther({ ...further, after, isLoading: true, error: null });
    try {
      const page = await callEngine('lake.list', { connection, bucket, prefix, after: next });
      setFurther({ after, pages: [...further.pages, page], isLoading: false, error: null });
    } catch (thrown) {
      setFurther({ ...further, after, isLoading: false, error: EngineError.from(thrown) });
    }
  }

  return {
    prefixes: [...new Set(pages.flatMap((page) => page.prefixes))],
    objects: pages.flatMap((page) => page.objects),
    isComplete: next === undefined ? undefined : next === null,
    isLoading: first.loading || further.isLoading,
    error: first.error ?? further.error,
    retry: first.error ? first.retry : () => void more(),
    more: () => void more(),
  };
}
