import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useMemo } from 'react';
import { chooseLocale } from '../../charts/format-value.js';
import { darkTheme, lightTheme, type ChartTheme } from '../../charts/theme.js';

/** The charts' theme for the screen's colour scheme, the person's locale and their wish for less motion. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light');
  const isStill = useReducedMotion();
  return useMemo(() => {
    const theme = scheme === 'dark' ? darkTheme : lightTheme;
    return { ...theme, locale: chooseLocale(navigator.language), animationMs: isStill ? 0 : theme.animationMs };
  }, [scheme, isStill]);
}
