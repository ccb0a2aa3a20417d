import { IconInfoCircle } from '@tabler/icons-react';
import classes from './DataNotes.module.css';

/** What the dataset lacks, or how something was made: one line each, every sentence once. */
export function DataNotes({ notes }: { readonly notes: readonly string[] }) {
  const sentences = [...new Set(notes)];
  if (sentences.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label="About these data">
      {sentences.map((sentence) => (
        <li key={sentence}>
          <IconInfoCircle size={16} stroke={1.5} className={classes.icon} aria-hidden />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}
