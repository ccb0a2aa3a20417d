/**
 * `npm test`: all checks and tests that this machine can run, what was skipped and why, and at the end `N passed, N failed`.
 * `--only STAGE[,STAGE]` runs some of them and hands what follows to the runner; there a stage that is skipped has failed.
 */
import { stages, usualStages } from './test/stages.mjs';

const args = process.argv.slice(2);
const only = args[0] === '--only' ? (args[1] ?? '').split(',') : null;
const rest = only ? args.slice(2) : [];
const unknown = only?.find((name) => !Object.hasOwn(stages, name));
if (unknown !== undefined || (!only && args.length > 0)) {
  console.error(`Usage: node scripts/test.mjs [--only ${Object.keys(stages).join('|')} [arguments for the runner]]`);
  process.exit(2);
}

const lines = [];
let passed = 0;
let failed = 0;
for (const name of only ?? usualStages) {
  console.log(`\n── ${name} ──`);
  const startedAt = performance.now();
  const result = await stages[name](rest);
  const seconds = `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  if (result.skipped) {
    if (only) failed += 1;
    lines.push(`${name.padEnd(9)} skipped: ${result.skipped}`);
  } else {
    passed += result.passed;
    failed += result.failed;
    const left = result.left ? `, ${result.left} skipped inside` : '';
    lines.push(`${name.padEnd(9)} ${result.passed} passed, ${result.failed} failed${left} (${seconds})`);
    for (const failure of result.names ?? []) lines.push(`          ! ${failure}`);
  }
}

console.log(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
