import { NumberInput, Slider } from '@mantine/core';
import { fromLogScale, toLogScale } from '../../../charts/signal-bars.js';
import type { Setting } from '../../../preload/rules/rule-kind.js';
import classes from './SettingSlider.module.css';

interface SettingSliderProps {
  readonly setting: Setting;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Where the slider stands below its signal's bars, as fractions of their width; it is logarithmic as they are. */
  readonly under?: { readonly left: number; readonly right: number };
}

/** A sum of steps without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

/** The nearest value that the setting may have. */
function settle(value: number, { min, max, step }: Setting): number {
  return tidy(Math.min(max, Math.max(min, min + Math.round((value - min) / step) * step)));
}

/** One number of a rule: dragged, or written. */
export function SettingSlider({ setting, value, onChange, under }: SettingSliderProps) {
  const { title, unit, min, max, step } = setting;
  const [from, to] = [toLogScale(min), toLogScale(max)];
  return (
    <div className={classes.setting}>
      <span>{title}</span>
      {under ? (
        <div
          className={classes.under}
          style={{ marginLeft: `${100 * under.left}%`, width: `${100 * (under.right - under.left)}%` }}
        >
          <Slider
            size="sm"
            min={from}
            max={to}
            step={(to - from) / 500}
            value={toLogScale(value)}
            label={null}
            thumbLabel={title}
            onChange={(next) => onChange(settle(fromLogScale(next), setting))}
          />
        </div>
      ) : (
        <Slider
          size="sm"
          min={min}
          max={max}
          step={step}
          value={value}
          label={null}
          thumbLabel={title}
          onChange={(next) => onChange(tidy(next))}
        />
      )}
      <NumberInput
        size="xs"
        aria-label={`${title}, a number`}
        min={min}
        max={max}
        step={step}
        suffix={unit === '' ? undefined : ` ${unit}`}
        value={value}
        clampBehavior="blur"
        onChange={(next) => {
          if (typeof next === 'number' && next >= min && next <= max) onChange(tidy(next));
        }}
      />
    </div>
  );
}
