import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePatience } from '../../ui/use-patience.js';
import classes from './LakeScreen.module.css';

const patienceMs = 300;

/** Where the first answer is on its way: nothing at first, then what is waited for. */
export function Waiting({ children }: { readonly children: ReactNode }) {
  const isLong = usePatience(true, patienceMs);
  return (
    <p className={classes.waiting} role="status">
      {isLong && (
        <>
          <Loader size={14} /> {children}
        </>
      )}
    </p>
  );
}
