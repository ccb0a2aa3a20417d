/** The chance of at most `count` events where `mean` are expected (Poisson). Terms are summed as logarithms from the largest. */
export function poissonBelow(count: number, mean: number): number {
  if (mean <= 0) return 1;
  let logTerm = -mean;
  let highest = logTerm;
  const logTerms = [logTerm];
  for (let at = 1; at <= count; at++) {
    logTerm += Math.log(mean / at);
    logTerms.push(logTerm);
    highest = Math.max(highest, logTerm);
  }
  let sum = 0;
  for (const each of logTerms) sum += Math.exp(each - highest);
  return Math.min(1, Math.exp(highest + Math.log(sum)));
}
