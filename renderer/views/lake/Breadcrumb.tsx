import { Anchor } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { changeOwn } from '../../state/filters.js';
import classes from './Browse.module.css';

interface BreadcrumbProps {
  readonly connection: string;
  readonly bucket: string | undefined;
  readonly prefix: string;
}

export function openFolder(bucket: string | null, prefix = ''): void {
  changeOwn({ bucket, prefix: prefix === '' ? null : prefix });
}

/** Connection › bucket › each part of the prefix. */
export function Breadcrumb({ connection, bucket, prefix }: BreadcrumbProps) {
  const parts = prefix.split('/').slice(0, -1);
  const steps = [
    { label: connection, open: () => openFolder(null) },
    ...(bucket === undefined ? [] : [{ label: bucket, open: () => openFolder(bucket) }]),
    ...parts.map((label, at) => ({
      label: label === '' ? '/' : label,
      open: () => openFolder(bucket ?? null, `${parts.slice(0, at + 1).join('/')}/`),
    })),
  ];
  return (
    <nav aria-label="Where in the lake">
      <ol className={classes.crumbs}>
        {steps.map(({ label, open }, at) => (
          <li key={at} className={classes.crumb}>
            {at > 0 && <IconChevronRight size={14} stroke={1.5} aria-hidden />}
            {at === steps.length - 1 ? (
              <span aria-current="location">{label}</span>
            ) : (
              <Anchor component="button" type="button" size="sm" onClick={open}>
                {label}
              </Anchor>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
