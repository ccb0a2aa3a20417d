import { CloseButton, Loader } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { ConnectionCheck } from '../../../preload/contract.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import classes from './Connections.module.css';
import type { Testing } from './use-testing.js';

/** What was tried of a connection, and what is missing. */
export function ConnectionChecks({ testing }: { readonly testing: Testing }) {
  const { isRunning, checks, error, forget } = testing;
  if (isRunning)
    return (
      <p className={classes.waiting} role="status">
        <Loader size={14} /> Trying the credentials, the work group, the output, the database
      </p>
    );
  if (error) return <ErrorNote error={error} meaning="Nothing was changed." />;
  if (!checks) return null;
  const failed = checks.filter(({ ok }) => ok === false);
  const isForReports = failed.every(({ id }) => id === 'lake' || id === 'events');
  const verdict =
    failed.length === 0
      ? 'The connection works'
      : isForReports
        ? 'The connection works; there is nothing yet that reports could read'
        : 'The connection does not work yet';
  return (
    <section className={classes.checks} aria-label="What was tried" role="status">
      <header className={classes.checksHead}>
        <strong>{verdict}</strong>
        <CloseButton size="sm" aria-label="Close the list of checks" onClick={forget} />
      </header>
      <ul className={classes.checkList}>
        {checks.map((check) => (
          <Check key={check.id} check={check} />
        ))}
      </ul>
    </section>
  );
}

function Check({ check }: { readonly check: ConnectionCheck }) {
  const { title, ok, detail, wayOut } = check;
  const [Glyph, word, tone] =
    ok === null
      ? ([IconCircleDashed, 'Not tried', 'none'] as const)
      : ok
        ? ([IconCircleCheck, 'Good', 'good'] as const)
        : ([IconCircleX, 'Missing', 'bad'] as const);
  return (
    <li className={classes.check}>
      <span className={classes.verdict} data-tone={tone}>
        <Glyph size={16} stroke={1.75} aria-hidden /> {word}
      </span>
      <span className={classes.checkTitle}>{title}</span>
      <span className={classes.checkText}>
        {detail}
        {wayOut !== null && <span className={classes.wayOut}>{wayOut}</span>}
      </span>
    </li>
  );
}
