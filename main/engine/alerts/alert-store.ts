/** A dataset's runs, their alerts, and what people did with them. */
import {
  EngineError,
  type Alert,
  type AlertPage,
  type AlertQuestion,
  type KeptAlert,
  type RunInfo,
} from '../../../preload/contract.js';
import { createViews, type AlertView } from './alert-view.js';
import { CareBook, type CareNow, type CarePatch } from './care.js';
import { chooseActiveRun, type ListedRun } from './choose-run.js';
import { listFlaggedUsers, type Flagged } from './flagged-users.js';
import { chooseAlerts, measureTimeline } from './list-alerts.js';
import type { DatasetPlace, JsonFiles } from './needs.js';
import type { ActivePack } from './packs.js';
import { describeRun, listRunFiles, runFolder, runsFolder } from './runs.js';

export interface AlertStoreNeeds {
  readonly json: JsonFiles;
  readonly locate: (dataset: string) => Promise<DatasetPlace>;
  /** The pack whose alerts flag users: its versions, the newest first. */
  readonly activePack: () => Promise<ActivePack>;
  /** Whether a replay of this process plays the run in the folder. */
  readonly isOpen: (folder: string) => boolean;
}

export interface FoundAlert {
  readonly alert: Alert;
  readonly run: RunInfo;
}

export interface ChosenAlerts {
  readonly run: RunInfo | null;
  /** Newest detection first. */
  readonly alerts: readonly KeptAlert[];
}

const noAlerts: AlertView = { alerts: [], detectedMs: [], byId: new Map(), groups: new Map() };

export function createAlertStore(needs: AlertStoreNeeds) {
  const readView = createViews();
  const books = new Map<string, CareBook>();

  function careOf(place: DatasetPlace): CareBook {
    const book = books.get(place.folder) ?? new CareBook(runsFolder(place));
    books.set(place.folder, book);
    return book;
  }

  /** The newest first. */
  async function listRuns(place: DatasetPlace): Promise<readonly ListedRun[]> {
    const files = await listRunFiles(place, needs.json);
    return files.map((file) => ({
      info: describeRun(file, place, needs.isOpen(runFolder(place, file.id))),
      pack: file.pack,
      hasAll: file.hasAll || file.state === 'complete',
    }));
  }

  /** The run that is named, else the one of the active pack that counts, else the newest; null where there is none. */
  async function chooseRun(runs: readonly ListedRun[], id: string | undefined): Promise<RunInfo | null> {
    if (id !== undefined) {
      const named = runs.find(({ info }) => info.id === id);
      if (named !== undefined) return named.info;
      throw new EngineError('not_found', `There is no run “${id}” of this dataset.`, { wayOut: 'Replay it again.' });
    }
    const { versions } = await needs.activePack();
    return (chooseActiveRun(runs, versions) ?? runs[0])?.info ?? null;
  }

  const viewOf = (place: DatasetPlace, run: RunInfo | null): Promise<AlertView> =>
    run === null ? Promise.resolve(noAlerts) : readView(runFolder(place, run.id));

  async function flaggedOf(place: DatasetPlace, runs: readonly ListedRun[], care: CareNow): Promise<Flagged> {
    const { name: activePack, versions } = await needs.activePack();
    const chosen = chooseActiveRun(runs, versions);
    const run = chosen?.info ?? null;
    const { alerts } = await viewOf(place, run);
    const hasAll = chosen?.hasAll ?? false;
    return { users: listFlaggedUsers(alerts, care), run, hasAll, activePack, hasRuns: runs.length > 0 };
  }

  async function open(question: AlertQuestion) {
    const place = await needs.locate(question.dataset);
    const runs = await listRuns(place);
    const run = await chooseRun(runs, question.run);
    const [view, care] = await Promise.all([viewOf(place, run), careOf(place).read()]);
    return { place, runs, run, view, care, chosen: chooseAlerts(view, care, question) };
  }

  return {
    async runs(dataset: string): Promise<readonly RunInfo[]> {
      const runs = await listRuns(await needs.locate(dataset));
      return runs.map(({ info }) => info);
    },

    /** Throws EngineError `not_found` for a dataset or run that is not there. */
    async list(question: AlertQuestion & { readonly offset: number; readonly limit: number }): Promise<AlertPage> {
      const { place, runs, view, care, chosen } = await open(question);
      const page = chosen.alerts.slice(question.offset, question.offset + question.limit);
      return {
        total: chosen.alerts.length,
        alerts: page.map((alert) => ({ ...care.join(alert), group: view.groups.get(alert.id) ?? alert.id })),
        facets: chosen.facets,
        ...measureTimeline(chosen.alerts, chosen.detectedMs),
        flaggedUsers: (await flaggedOf(place, runs, care)).users.size,
      };
    },

    /** All that the question chooses. */
    async choose(question: AlertQuestion): Promise<ChosenAlerts> {
      const { run, care, chosen } = await open(question);
      return { run, alerts: chosen.alerts.map(care.join) };
    },

    /** Alerts that rest on what the entity did: its own, and of a user those of its sessions. */
    async ofEntity(dataset: string, type: 'user' | 'session' | 'product', id: string): Promise<readonly KeptAlert[]> {
      const place = await needs.locate(dataset);
      const run = await chooseRun(await listRuns(place), undefined);
      const [{ alerts }, care] = await Promise.all([viewOf(place, run), careOf(place).read()]);
      return alerts
        .filter(({ entity, user }) => (entity.type === type && entity.id === id) || (type === 'user' && user === id))
        .map(care.join);
    },

    /** Looks in the run that is listed, then in the others, the newest first. Throws EngineError `not_found`. */
    async find(dataset: string, ids: readonly string[]): Promise<readonly FoundAlert[]> {
      const place = await needs.locate(dataset);
      const runs = await listRuns(place);
      const listed = await chooseRun(runs, undefined);
      const order =
        listed === null ? [] : [listed, ...runs.map(({ info }) => info).filter(({ id }) => id !== listed.id)];
      const found = new Map<string, FoundAlert>();
      for (const run of order) {
        if (found.size === ids.length) break;
        const { byId } = await viewOf(place, run);
        for (const id of ids) {
          const alert = found.has(id) ? undefined : byId.get(id);
          if (alert !== undefined) found.set(id, { alert, run });
        }
      }
      return ids.map((id) => {
        const one = found.get(id);
        if (one === undefined)
          throw new EngineError('not_found', `There is no alert “${id}” in “${place.name}”.`, {
            wayOut: 'List its alerts for their ids, or replay the dataset.',
          });
        return one;
      });
    },

    /** Changes the care for alerts and returns them. Throws EngineError `not_found`; then nothing is changed. */
    async care(dataset: string, given: readonly string[], patch: CarePatch): Promise<readonly KeptAlert[]> {
      const ids = [...new Set(given)];
      const place = await needs.locate(dataset);
      const alerts = (await this.find(dataset, ids)).map(({ alert }) => alert);
      const book = careOf(place);
      const isChange = Object.values(patch).some((value) => value !== undefined);
      if (isChange) await book.change(alerts, patch);
      const care = await book.read();
      return alerts.map(care.join);
    },

    async careBook(dataset: string): Promise<CareBook> {
      return careOf(await needs.locate(dataset));
    },

    async flagged(dataset: string): Promise<Flagged> {
      const place = await needs.locate(dataset);
      return flaggedOf(place, await listRuns(place), await careOf(place).read());
    },
  };
}

export type AlertStore = ReturnType<typeof createAlertStore>;
