import { IconAlertTriangle, IconCircleCheck, IconEye } from '@tabler/icons-react';
import type { QualityLevel } from '../../../preload/shapes.js';
import classes from './Level.module.css';

const levels = {
  green: { word: 'Clean', icon: IconCircleCheck },
  amber: { word: 'Worth a look', icon: IconEye },
  red: { word: 'Problem', icon: IconAlertTriangle },
} as const;

/** An icon and a word; the colour only supports them. */
export function Level({ level }: { readonly level: QualityLevel }) {
  const { word, icon: Glyph } = levels[level];
  return (
    <span className={classes.level} data-level={level}>
      <Glyph size={16} stroke={1.75} aria-hidden />
      {word}
    </span>
  );
}
