import { NumberInput, Slider } from '@mantine/core';
import type { Setting } from '../../../preload/rules/rule-kind.js';
import classes from './SettingSlider.module.css';

interface SettingSliderProps {
  readonly setting: Setting;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A sum of steps without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

/** One number of a rule: dragged, or written. */
export function SettingSlider({ setting, value, onChange }: SettingSliderProps) {
  const { title, unit, min, max, step } = setting;
  return (
    <div className={classes.setting}>
      <span>{title}</span>
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
