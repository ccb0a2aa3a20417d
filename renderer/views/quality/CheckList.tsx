import { IconChevronRight } from '@tabler/icons-react';
import type { QualityCheck } from '../../../preload/shapes.js';
import { formatNumber, notKnown } from '../../ui/format-number.js';
import { Level } from './Level.js';
import classes from './CheckList.module.css';

export function CheckList({ checks }: { readonly checks: readonly QualityCheck[] }) {
  return (
    <div className={classes.list}>
      {checks.map((check) => (
        <details key={check.id} className={classes.check}>
          <summary className={classes.summary}>
            <IconChevronRight size={14} stroke={1.75} className={classes.chevron} aria-hidden />
            <span className={classes.level}>
              <Level level={check.level} />
            </span>
            <span className={classes.title}>{check.title}</span>
            <span className={classes.count}>
              {formatNumber(check.count)} <span className={classes.unit}>{check.unit}</span>
            </span>
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
