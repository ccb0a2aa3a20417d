import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Column } from '../../preload/shapes.js';
import { copyText, useCopied } from './copy-text.js';
import { formatCount } from './format-number.js';
import { plainTable } from './table-columns.js';
import classes from './DataTable.module.css';

interface TableBarProps {
  readonly label: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly columns: readonly Column[];
  /** Row numbers in the order shown. */
  readonly rows: Uint32Array;
}

/** A clipboard with more text than this makes the receiving program stall. */
const mostCopiedRows = 200_000;

/** What the table is, how long, and a copy of it. */
export function TableBar({ label, note, actions, columns, rows }: TableBarProps) {
  const [isCopied, showCopied] = useCopied();
  const isTooLong = rows.length > mostCopiedRows;
  return (
    <header className={classes.bar}>
      <span className={classes.label}>{label}</span>
      <span className={classes.count}>{formatCount(rows.length, 'row')}</span>
      {note && <span className={classes.note}>{note}</span>}
      <span className={classes.actions}>
        {actions}
        <Tooltip label={isTooLong ? 'Too long for the clipboard: export it' : 'Copy the table'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Copy the table"
            disabled={isTooLong}
            onClick={() => {
              copyText(plainTable(columns, rows));
              showCopied();
            }}
          >
            {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      </span>
    </header>
  );
}
