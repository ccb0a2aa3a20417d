import type { Command } from 'commander';
import { exitCode } from '../exit-code.js';
import { publicationLines } from '../publication-text.js';
import { readOptions, withSession, type GlobalOptions } from '../session.js';
import { examples, type AddCommand } from './add-command.js';

interface PublishOptions extends GlobalOptions {
  readonly dataset: string;
  readonly connection: string;
  readonly to: string;
  readonly dryRun?: boolean;
}

export const addPublish: AddCommand = (program, surroundings, finish) => {
  program
    .command('publish')
    .description('Publish a dataset to S3: Parquet by day, the models as tables, the original files')
    .requiredOption('--dataset <name>', 'the dataset')
    .requiredOption('--connection <name>', 'the connection: see “vitrine connections”')
    .requiredOption('--to <place>', 'where in S3 the lake is, such as s3://my-bucket/shop/')
    .option('--dry-run', 'say every object, statement and the cost, and do nothing')
    .addHelpText(
      'after',
      `
What was published before is compared first: only days and tables that have changed are sent. What was cut off is gone on
with. The tables are made in the database of the connection.
${examples(
  'publish --dataset October --connection lake --to s3://my-bucket/shop/ --dry-run',
  'publish --dataset October --connection lake --to s3://my-bucket/shop/',
)}`,
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<PublishOptions>(command);
      const { dataset, connection, to, dryRun } = options;
      finish(
        await withSession(surroundings, options, async ({ call, json, print, printJson }) => {
          const publication = await call('lake.publish', { dataset, connection, to, dryRun });
          await (json ? printJson(publication) : print(publicationLines(publication)));
          return exitCode.done;
        }),
      );
    });
};
