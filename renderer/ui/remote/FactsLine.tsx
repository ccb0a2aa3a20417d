import { Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCloud, IconCopy } from '@tabler/icons-react';
import type { RemoteFacts } from '../../../preload/contract.js';
import type { RemoteAsk } from '../../state/report-answer.js';
import { copyText, useCopied } from '../copy-text.js';
import { formatBytes, formatDuration, locale } from '../format-number.js';
import { formatUsd } from '../format-usd.js';
import classes from './RemotePanel.module.css';

/** What the engine says of its work, in the order in which people ask: what it cost, how long it took. */
function describeFacts(facts: RemoteFacts): readonly string[] {
  const { bytesScanned, costUsd, reused, queueMs, planningMs, engineMs, totalMs } = facts;
  const parts: string[] = [];
  if (reused) parts.push('an earlier result was used again, nothing was scanned');
  else if (bytesScanned !== null) parts.push(`${formatBytes(bytesScanned)} scanned`);
  if (costUsd !== null) parts.push(formatUsd(costUsd));
  const times = [
    ['queue', queueMs],
    ['planning', planningMs],
    ['engine', engineMs],
  ] as const;
  const known = times.flatMap(([name, ms]) => (ms === null ? [] : `${name} ${formatDuration(ms)}`));
  parts.push(known.length > 0 ? known.join(', ') : `in ${formatDuration(totalMs)}`);
  return parts;
}

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

/** Athena's ids are too long to stand in a line. */
function shorten(id: string): string {
  return id.length > 28 ? `${id.slice(0, 8)}…` : id;
}

/** Under the title: which engine answered, what that took, and the way to ask it anew. */
export function FactsLine({ ask }: { readonly ask: RemoteAsk }) {
  const [isCopied, showCopied] = useCopied();
  const { data, answeredAtMs } = ask.answer;
  const facts = data?.remote;
  if (data === undefined || facts === undefined) return null;
  return (
    <div className={classes.facts} role="group" aria-label="How this was answered">
      <IconCloud size={16} stroke={1.5} aria-hidden />
      <strong>
        {data.engine}, {facts.connection}
      </strong>
      {data.dataset !== ask.question.dataset && <span>data of {data.dataset}</span>}
      {describeFacts(facts).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      <Tooltip label={`Copy the query's id: ${facts.queryId}`}>
        <UnstyledButton
          className={classes.copy}
          aria-label="Copy the query's id"
          onClick={() => {
            copyText(facts.queryId);
            showCopied();
          }}
        >
          <code>{shorten(facts.queryId)}</code>
          {isCopied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} stroke={1.5} aria-hidden />}
        </UnstyledButton>
      </Tooltip>
      <span className={classes.end}>
        {answeredAtMs !== null && `answered ${clock.format(answeredAtMs)}`}
        <Button size="compact-xs" variant="default" onClick={ask.forget}>
          Ask anew
        </Button>
      </span>
    </div>
  );
}
