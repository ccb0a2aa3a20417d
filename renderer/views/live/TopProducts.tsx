import { useLive } from '../../state/live.js';
import { formatUnits } from '../../ui/format-number.js';
import { Meaning } from '../../ui/Meaning.js';
import classes from './TopProducts.module.css';
import layout from './LiveScreen.module.css';

const meaning =
  'The five products with the most view events in the last 60 minutes of event time; of equal ones the smaller id first.';

/** The most viewed products of the last 60 minutes of event time. */
export function TopProducts() {
  const products = useLive(({ picture }) => picture?.frame.topProducts);
  const most = products?.[0]?.views ?? 1;
  return (
    <section className={layout.box} aria-label="Top products">
      <h2 className={layout.boxTitle}>
        Most viewed products, last 60 minutes <Meaning of="Most viewed products, last 60 minutes" text={meaning} />
      </h2>
      {!products || products.length === 0 ? (
        <p className={classes.none}>No views yet.</p>
      ) : (
        <ol className={classes.list}>
          {products.map(({ product, views }) => (
            <li key={product} className={classes.row}>
              <div className={classes.bar} style={{ width: `${(100 * views) / Math.max(1, most)}%` }} />
              <span>{product}</span>
              <span>{formatUnits(views, 'views')}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
