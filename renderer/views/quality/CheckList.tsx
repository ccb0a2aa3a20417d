import { IconChevronRight } from '@tabler/icons-react';
import type { QualityCheck } from '../../../preload/shapes.js';
import { formatUnits, notKnown } from '../../ui/format-number.js';
import { Level } from './Level.js';
import classes from './CheckList.module.css';

const worstFirst = { red: 0, amber: 1, green: 2 } as const;

/** Worst first; each opens to its examples and why it matters. */
export function CheckList({ checks }: { readonly checks: readonly QualityCheck[] }) {
  const sorted = [...checks].sort((a, b) => worstFirst[a.level] - worstFirst[b.level]);
  return (
    <div className={classes.list}>
      {sorted.map((check) => (
        <details key={check.id} className={classes.check}>
          <summary className={classes.summary}>
            <IconChevronRight size={14} stroke={1.75} className={classes.chevron} aria-hidden />
            <span className={classes.level}>
              <Level level={check.level} />
            </span>
            <span className={classes.title}>{check.title}</span>
            <span className={classes.count}>{formatUnits(check.count, check.unit)}</span>
          </summary>
          <div className={classes.body}>
            <p className={classes.why}>{check.why}</p>
            {check.examples.length > 0 && <Examples examples={check.examples} />}
          </div>
        </details>
      ))}
    </div>
  );
}

function Examples({ examples }: { readonly examples: QualityCheck['examples'] }) {
  const names = [...new Set(examples.flatMap((example) => Object.keys(example)))];
  return (
    <div className={classes.examples}>
      <table>
        <caption>Examples</caption>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name.replaceAll('_', ' ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.map((example, at) => (
            <tr key={at}>
              {names.map((name) => (
                <td key={name}>{example[name] ?? notKnown}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
