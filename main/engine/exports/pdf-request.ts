/** What a PDF is made of, and who makes it. */
import type { ReportParameter, ReportResult } from '../../../preload/shapes.js';
import type { Job } from '../serve.js';

export interface PdfRequest {
  readonly result: ReportResult;
  /** The report's own parameters, for their titles. */
  readonly parameters: readonly ReportParameter[];
  readonly version: string;
  readonly madeAt: Date;
}

/** Writes the document to `path`, which does not exist yet. */
export type DrawPdf = (request: PdfRequest, path: string, job: Job) => Promise<void>;
