import type { Before } from './use-before.js';
import classes from './BeforeNote.module.css';

/** Says what the changes beside the headlines are against, or why there are none. */
export function BeforeNote({ before }: { readonly before: Before }) {
  return (
    <p className={classes.note}>
      {before.notAskedOn !== undefined
        ? `Change: – (not asked on ${before.notAskedOn}: it would be another query)`
        : before.summary === null
          ? 'Change: – (the data hold no period of the same length before this one)'
          : `Change against ${before.label}`}
    </p>
  );
}
