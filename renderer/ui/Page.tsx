import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface PageProps {
  readonly title: string;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A screen that is no report. */
export function Page({ title, controls, children }: PageProps) {
  return (
    <article className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {controls && <div className={classes.controls}>{controls}</div>}
      </header>
      {children}
    </article>
  );
}

interface PanelProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A framed part of a screen. */
export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title}>
      {title && (
        <header className={classes.panelHead}>
          <h2 className={classes.panelTitle}>{title}</h2>
          {aside && <div className={classes.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
