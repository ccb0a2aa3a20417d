/** The handlers that save things: a report, alerts, a dataset, the rejected rows. */
import type {
  AlertQuestion,
  DatasetInfo,
  KeptAlert,
  RejectPage,
  ReportQuestion,
  RunInfo,
} from '../../../preload/contract.js';
import type { ReportDefinition, ReportResult, SavedFile } from '../../../preload/shapes.js';
import type { Connection } from '../database.js';
import type { Handlers, Job } from '../serve.js';
import { alertsJson, alertsTable } from './alerts-table.js';
import { csvLines, rejectCsvLines } from './report-csv.js';
import { reportJson } from './report-json.js';
import { writeReportParquet } from './report-parquet.js';
import type { DrawPdf } from './pdf-request.js';
import { datasetFormat, writeDataset } from './write-dataset.js';
import { joinPieces, writeTexts, writeWhole } from './write-file.js';

const rejectsPerPage = 10_000;

/** What the exports need of the other rooms. */
export interface ExportNeeds {
  /** Printed on documents. */
  readonly version: string;
  readonly runReport: (question: ReportQuestion, job: Job) => Promise<ReportResult>;
  readonly listReports: () => readonly ReportDefinition[];
  readonly listRejects: (dataset: string, offset: number, limit: number) => Promise<RejectPage>;
  /** A connection of its own that sees no dataset. */
  readonly withConnection: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
  /** A connection that sees the dataset's tables by their bare names. */
  readonly withDataset: <T>(
    dataset: string,
    signal: AbortSignal,
    work: (connection: Connection, info: DatasetInfo) => Promise<T>,
  ) => Promise<T>;
  readonly drawPdf: DrawPdf;
  /** All alerts that the question chooses, newest detection first, and their run. */
  readonly chooseAlerts: (
    question: AlertQuestion,
  ) => Promise<{ readonly run: RunInfo | null; readonly alerts: readonly KeptAlert[] }>;
}

type ExportHandlers = Pick<Handlers, 'export.report' | 'export.alerts' | 'export.dataset' | 'export.rejects'>;

async function writeReport(
  needs: ExportNeeds,
  { question, format, path }: Parameters<ExportHandlers['export.report']>[0],
  job: Job,
): Promise<SavedFile> {
  const result = await needs.runReport(question, job);
  const { signal } = job;
  const { bytes } = await writeWhole(path, signal, async (temporary) => {
    switch (format) {
      case 'csv':
        return writeTexts(temporary, signal, joinPieces(csvLines(result.table)));
      case 'json':
        return writeTexts(temporary, signal, joinPieces(reportJson(result)));
      case 'parquet':
        return needs.withConnection(signal, (connection) => writeReportParquet(connection, temporary, result));
      case 'pdf': {
        const parameters = needs.listReports().find(({ id }) => id === result.report)?.parameters ?? [];
        return needs.drawPdf({ result, parameters, version: needs.version, madeAt: new Date() }, temporary, job);
      }
    }
  });
  return { path, bytes, rows: result.table.rowCount };
}

async function writeAlerts(
  needs: ExportNeeds,
  { question, format, path }: Parameters<ExportHandlers['export.alerts']>[0],
  job: Job,
): Promise<SavedFile> {
  const { run, alerts } = await needs.chooseAlerts(question);
  const { signal } = job;
  const { version } = needs;
  const { bytes } = await writeWhole(path, signal, async (temporary) => {
    if (format === 'csv') return writeTexts(temporary, signal, joinPieces(csvLines(alertsTable(alerts))));
    if (format === 'json') return writeTexts(temporary, signal, joinPieces(alertsJson(alerts)));
    return needs.drawPdf({ kind: 'alerts', question, run, alerts, version, madeAt: new Date() }, temporary, job);
  });
  return { path, bytes, rows: alerts.length };
}

/** Returns the handlers of `export.*`. A cancelled or failed export leaves no file, and an older one as it was. */
export function createExports(needs: ExportNeeds): ExportHandlers {
  return {
    'export.report': (params, job) => writeReport(needs, params, job),

    'export.alerts': (params, job) => writeAlerts(needs, params, job),

    'export.dataset': async ({ dataset, path }, job) => {
      const format = datasetFormat(path);
      const { written, bytes } = await writeWhole(path, job.signal, (temporary) =>
        needs.withDataset(dataset, job.signal, (connection, info) =>
          writeDataset(connection, temporary, format, info, job),
        ),
      );
      return { path, bytes, rows: written };
    },

    'export.rejects': async ({ dataset, path }, { signal }) => {
      const list = (offset: number) => needs.listRejects(dataset, offset, rejectsPerPage);
      const { total } = await needs.listRejects(dataset, 0, 1);
      const { bytes } = await writeWhole(path, signal, (temporary) =>
        writeTexts(temporary, signal, rejectCsvLines(list)),
      );
      return { path, bytes, rows: total };
    },
  };
}
