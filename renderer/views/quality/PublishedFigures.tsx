import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { PublishedFigure } from '../../../preload/shapes.js';
import { formatNumber } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import classes from './PublishedFigures.module.css';

/** Money is the only figure with decimals. */
function formatFigure(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? '' : 'money');
}

interface PublishedFiguresProps {
  readonly figures: readonly PublishedFigure[];
  readonly source: string | null;
}

/** The dataset has the row count of a known file: figure by figure, what was published and what is here. */
export function PublishedFigures({ figures, source }: PublishedFiguresProps) {
  const differing = figures.filter(({ equal }) => !equal).length;
  return (
    <Panel
      title="Published figures"
      aside={differing === 0 ? `all ${figures.length} are equal` : `${differing} of ${figures.length} differ`}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Published</th>
            <th scope="col">Here</th>
            <th scope="col">Same</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ figure, expected, actual, equal }) => (
            <tr key={figure} data-differs={!equal || undefined}>
              <th scope="row">{figure.replaceAll('_', ' ')}</th>
              <td>{formatFigure(expected)}</td>
              <td>{formatFigure(actual)}</td>
              <td>
                {equal ? (
                  <span className={classes.same}>
                    <IconCircleCheck size={14} stroke={1.75} aria-hidden /> equal
                  </span>
                ) : (
                  <span className={classes.differs}>
                    <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> {formatFigure(actual - expected)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {source && <p className={classes.source}>Published at {source}</p>}
    </Panel>
  );
}
