import { sparklinePath } from './sparkline-path.js';
import classes from './Sparkline.module.css';

interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** What the line is, for a screen reader. */
  readonly label: string;
}

const size = { width: 100, height: 28 };

/** A line beside a headline; under three points there is none. */
export function Sparkline({ values, label }: SparklineProps) {
  if (values.filter((value) => value !== null).length < 3) return null;
  return (
    <svg
      className={classes.line}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={sparklinePath(values, size.width, size.height)} />
    </svg>
  );
}
