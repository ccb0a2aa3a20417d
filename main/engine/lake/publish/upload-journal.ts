/**
 * What was begun to be sent to a place, on this machine: so that after a cut, a cancel or a kill it is gone on with.
 * Which parts have arrived is not kept here: the service knows.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { appendRecords, JournalReader, replaceRecords } from '../../journal.js';

const begun = z.object({
  /** Below the place. */
  key: z.string(),
  uploadId: z.string(),
  /** Of the rows, or of the raw file. */
  fingerprint: z.string(),
  /** Of the file whose parts are sent. */
  bytes: z.number(),
  sha256: z.string(),
  partBytes: z.number(),
  rows: z.number(),
  columnBytes: z.array(z.number()),
});
export type BegunUpload = z.infer<typeof begun>;

const record = z.union([begun, z.object({ ended: z.string() })]);

export interface UploadJournal {
  /** By upload id, in the order in which they were begun. */
  readonly begun: ReadonlyMap<string, BegunUpload>;
  /** Written before the first part is sent. */
  add(upload: BegunUpload): Promise<void>;
  /** The upload is completed, aborted or not known to the service. */
  end(uploadId: string): Promise<void>;
}

/** Reads the journal in `folder` and leaves out of it what has ended. */
export async function openUploadJournal(folder: string): Promise<UploadJournal> {
  const path = join(folder, 'uploads.ndjson');
  const uploads = new Map<string, BegunUpload>();
  const reader = new JournalReader(
    path,
    () => uploads.clear(),
    (line) => {
      const parsed = record.safeParse(line);
      if (!parsed.success) return;
      if ('ended' in parsed.data) uploads.delete(parsed.data.ended);
      else uploads.set(parsed.data.uploadId, parsed.data);
    },
  );
  await reader.refresh();
  await replaceRecords(path, uploads.values());
  return {
    begun: uploads,
    async add(upload) {
      await appendRecords(path, [upload]);
      uploads.set(upload.uploadId, upload);
    },
    async end(uploadId) {
      uploads.delete(uploadId);
      await appendRecords(path, [{ ended: uploadId }]);
    },
  };
}
