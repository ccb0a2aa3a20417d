import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, type Icon } from '@tabler/icons-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import classes from './BarButton.module.css';

interface BarButtonProps extends ComponentPropsWithRef<'button'> {
  readonly icon: Icon;
  readonly children: ReactNode;
  readonly isStrong?: boolean;
}

/** A choice in the bar: what is chosen, and that there is more. Spread props and ref come from the popover it opens. */
export function BarButton({ icon: Glyph, children, isStrong = false, className, ...rest }: BarButtonProps) {
  return (
    <UnstyledButton {...rest} className={`${classes.button} ${className ?? ''}`} data-strong={isStrong || undefined}>
      <Glyph size={16} stroke={1.5} aria-hidden />
      <span className={classes.text}>{children}</span>
      <IconChevronDown size={14} stroke={1.5} aria-hidden className={classes.chevron} />
    </UnstyledButton>
  );
}
