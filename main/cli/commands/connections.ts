import type { Command } from 'commander';
import type { ConnectionInfo } from '../../../preload/contract.js';
import { exitCode } from '../exit-code.js';
import { readOptions, withSession } from '../session.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

function credentialsText(connection: ConnectionInfo): string {
  if (connection.kind === 'trino') return connection.user;
  const { credentials } = connection;
  if (credentials.from === 'profile') return `profile ${credentials.profile}`;
  if (credentials.from === 'keys') return connection.secret === 'missing' ? 'keys (not known here)' : 'keys';
  return credentials.from;
}

function toColumns(connections: readonly ConnectionInfo[]): readonly TextColumn[] {
  const column = (title: string, read: (connection: ConnectionInfo) => string): TextColumn => ({
    title,
    align: 'left',
    cells: connections.map(read),
  });
  return [
    column('name', ({ name }) => name),
    column('kind', ({ kind }) => kind),
    column('where', (connection) =>
      connection.kind === 'trino' ? connection.server : (connection.endpoint ?? connection.region),
    ),
    column('credentials', credentialsText),
    column('signed in until (UTC)', ({ expiresAt }) =>
      expiresAt === null ? '–' : expiresAt.slice(0, 16).replace('T', ' '),
    ),
    column('database', (connection) =>
      connection.kind === 'trino' ? `${connection.catalog}.${connection.schema}` : connection.database,
    ),
    column('lake', (connection) => (connection.kind === 'trino' ? '–' : (connection.lake ?? '–'))),
  ];
}

export const addConnections: AddCommand = (program, surroundings, finish) => {
  program
    .command('connections')
    .description('List the connections to AWS and Trino; never a secret')
    .addHelpText('after', examples('connections', 'connections --json'))
    .action(async (_: unknown, command: Command) => {
      const code = await withSession(surroundings, readOptions(command), async (session) => {
        const connections = await session.call('connections.list', {});
        if (session.json) await session.printJson(connections);
        else if (connections.length > 0) await session.print(tableLines(toColumns(connections)));
        else session.tell('There is no connection yet. Make one: vitrine connect NAME --kind athena|trino …');
        return exitCode.done;
      });
      finish(code);
    });
};
