/** Which engine answers the screen that is looked at. Only the four reports can be asked elsewhere. */
import { useConnections } from './connections.js';
import { changeFilters, usePlace } from './filters.js';
import type { Filters, Screen } from './place.js';

/** An engine elsewhere, by its connection. */
export interface RemoteChoice {
  readonly engine: 'athena' | 'trino';
  readonly connection: string;
}

const remoteScreens: readonly Screen[] = ['visitors', 'carts', 'categories', 'brands'];

export const engineNames = { duckdb: 'DuckDB', athena: 'Athena', trino: 'Trino' } as const;

/** Whether the screen's report can be asked on an engine elsewhere. */
export function isRemoteScreen(screen: Screen): boolean {
  return remoteScreens.includes(screen);
}

/** The engine elsewhere that the filters name; null: DuckDB, on this machine. */
export function chosenElsewhere({ engine, connection }: Filters): RemoteChoice | null {
  return engine === 'duckdb' || connection === null ? null : { engine, connection };
}

/** What answers this screen; null: DuckDB, as on every screen but the four reports. */
export function useElsewhere(): RemoteChoice | null {
  const { screen, filters } = usePlace();
  return isRemoteScreen(screen) ? chosenElsewhere(filters) : null;
}

/** Null goes back to DuckDB. */
export function chooseEngine(choice: RemoteChoice | null): void {
  changeFilters(choice ?? { engine: 'duckdb', connection: null });
}

/** All engines elsewhere that reports can be asked on. */
export function useRemoteChoices(): readonly RemoteChoice[] {
  const connections = useConnections().data ?? [];
  return connections.map(({ kind, name }) => ({ engine: kind, connection: name }));
}
