/** What a PDF is made of, and who makes it. */
import type { AlertQuestion, KeptAlert, ReportParameter, ReportResult, RunInfo } from '../../../preload/contract.js';
import type { Job } from '../serve.js';

export interface PdfRequest {
  readonly result: ReportResult;
  /** The report's own parameters, for their titles. */
  readonly parameters: readonly ReportParameter[];
  readonly version: string;
  readonly madeAt: Date;
}

/** A list of alerts as a document. */
export interface AlertsPdfRequest {
  readonly kind: 'alerts';
  readonly question: AlertQuestion;
  /** Null where nothing was replayed. */
  readonly run: RunInfo | null;
  readonly alerts: readonly KeptAlert[];
  readonly version: string;
  readonly madeAt: Date;
}

export type Printable = PdfRequest | AlertsPdfRequest;

/** Writes the document to `path`, which does not exist yet. */
export type DrawPdf = (request: Printable, path: string, job: Job) => Promise<void>;
