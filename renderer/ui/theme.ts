import {
  createTheme,
  defaultVariantColorsResolver,
  Drawer,
  Menu,
  Modal,
  Popover,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const dark: MantineColorsTuple = [
  '#e6e8eb',
  '#c5c9d1',
  '#a2a8b3',
  '#7f8591',
  '#43464d',
  '#34363c',
  '#2c2e33',
  '#1a1b1e',
  '#17181b',
  '#131417',
];

const dialogStyles = { title: { fontSize: '16px', fontWeight: 600 } };

const quick = { duration: 120, exitDuration: 80 };

/** Calm and dense: 13 px in tables, a 4 px grid, one accent. The colours themselves are in tokens.css. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  headings: { fontWeight: '600' },
  colors: { dark },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 3 },
  // Mantine weighs the contrast of filled buttons in the light theme alone.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colors, color: 'var(--v-on-accent)' } : colors;
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 250,
        transitionProps: quick,
        fz: 12,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: false },
      },
    }),
    Menu: Menu.extend({ defaultProps: { transitionProps: quick } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: quick, shadow: 'md' } }),
    Drawer: Drawer.extend({
      defaultProps: { transitionProps: quick, overlayProps: { backgroundOpacity: 0.25 } },
      styles: dialogStyles,
    }),
    Modal: Modal.extend({
      defaultProps: { transitionProps: quick, centered: true, overlayProps: { backgroundOpacity: 0.35 } },
      styles: dialogStyles,
    }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--v-raised)',
  '--mantine-color-text': 'var(--v-text)',
  '--mantine-color-dimmed': 'var(--v-dim)',
  '--mantine-color-default': 'var(--v-panel)',
  '--mantine-color-default-hover': 'var(--v-hover)',
  '--mantine-color-default-color': 'var(--v-text)',
  '--mantine-color-default-border': 'var(--v-border-strong)',
  '--mantine-color-placeholder': 'var(--v-dim)',
  '--mantine-color-anchor': 'var(--v-accent)',
  '--mantine-color-error': 'var(--v-red)',
  '--mantine-primary-color-contrast': 'var(--v-on-accent)',
};

export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
