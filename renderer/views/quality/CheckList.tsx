import { IconChevronRight } from '@tabler/icons-react';
import type { QualityCheck } from '../../../preload/shapes.js';
import { formatCell, formatUnits } from '../../ui/format-number.js';
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

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

type Example = QualityCheck['examples'][number];

/** As in the tables of results: ids are texts and stay as they are. */
function formatExample(name: string, value: Example[string] | undefined): string {
  const isMoney = typeof value === 'number' && (name === 'price' || !Number.isInteger(value));
  const type = typeof value === 'string' && isoTime.test(value) ? 'time' : 'text';
  return formatCell(value, { name, title: name, type, unit: isMoney ? 'money' : '' });
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
              <th key={name} scope="col" data-number={typeof examples[0]?.[name] === 'number' || undefined}>
                {name.replaceAll('_', ' ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.map((example, at) => (
            <tr key={at}>
              {names.map((name) => (
                <td key={name} data-number={typeof example[name] === 'number' || undefined}>
                  {formatExample(name, example[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
