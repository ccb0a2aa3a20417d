/** Lengths of buckets that people can name. */

const day = 86_400;
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, day];

/**
 * The shortest length in seconds of buckets that stand at its multiples since 1970 and of which at most `most` hold the
 * seconds from `first` to `last`: of the lengths above, then whole days.
 */
export function chooseBucketSeconds(first: number, last: number, most: number): number {
  const fits = (seconds: number) => Math.floor(last / seconds) - Math.floor(first / seconds) < most;
  const named = lengths.find(fits);
  if (named !== undefined) return named;
  for (let days = Math.max(2, Math.floor((last - first) / day / most)); ; days++)
    if (fits(days * day)) return days * day;
}
