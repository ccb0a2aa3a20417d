import { UnstyledButton } from '@mantine/core';
import { familyWords, severityOrder, severityWords, stateWords, verdictWords } from '../../../charts/alert-words.js';
import type { AlertPage } from '../../../preload/shapes.js';
import { changeOwn, usePlace } from '../../state/filters.js';
import { formatNumber } from '../../ui/format-number.js';
import { facetChoices, readChoices, toggleChoice, type FacetName } from './alert-question.js';
import classes from './AlertFacets.module.css';

interface FacetProps {
  readonly name: FacetName;
  readonly title: string;
  readonly words: Readonly<Record<string, string>>;
  readonly order: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** What the alerts can be narrowed to, each with how many there are. */
export function AlertFacets({ facets }: { readonly facets: AlertPage['facets'] }) {
  const shared = { state: facetChoices.state, verdict: facetChoices.verdict, family: facetChoices.family };
  return (
    <div className={classes.facets}>
      <Facet name="severity" title="Severity" words={severityWords} order={severityOrder} counts={facets.severities} />
      <Facet name="state" title="State" words={stateWords} order={shared.state} counts={facets.states} />
      <Facet name="verdict" title="Verdict" words={verdictWords} order={shared.verdict} counts={facets.verdicts} />
      <Facet name="family" title="Family" words={familyWords} order={shared.family} counts={facets.families} />
    </div>
  );
}

function Facet({ name, title, words, order, counts }: FacetProps) {
  const text = usePlace().own[name];
  const chosen: readonly string[] = readChoices<string>(text, facetChoices[name]);
  const shown = order.filter((value) => (counts[value] ?? 0) > 0 || chosen.includes(value));
  if (shown.length === 0) return null;
  return (
    <fieldset className={classes.facet} aria-label={title}>
      <span className={classes.name} aria-hidden>
        {title}
      </span>
      {shown.map((value) => (
        <UnstyledButton
          key={value}
          className={classes.choice}
          aria-pressed={chosen.includes(value)}
          onClick={() => changeOwn({ [name]: toggleChoice(text, value) })}
        >
          {words[value] ?? value}
          <span className={classes.count}>{formatNumber(counts[value] ?? 0)}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
