import { useLayoutEffect, useRef } from 'react';
import { placeTip } from './place-tip.js';
import classes from './MarkTip.module.css';

interface MarkTipProps {
  readonly text: string;
  /** The point that it belongs to, within the positioned element around it. */
  readonly x: number;
  readonly y: number;
}

/** The words of the mark under the pointer, beside it and within the chart's width. */
export function MarkTip({ text, x, y }: MarkTipProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const frame = element?.parentElement;
    if (!element || !frame) return;
    const { left, top } = placeTip(
      { x, y },
      { width: element.offsetWidth, height: element.offsetHeight },
      { width: frame.clientWidth, height: frame.clientHeight },
    );
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [text, x, y]);
  const [head, ...lines] = text.split('\n');
  return (
    <div ref={box} className={classes.tip} aria-hidden>
      <div className={classes.head}>{head}</div>
      {lines.map((line, at) => (
        <div key={at}>{line}</div>
      ))}
    </div>
  );
}
