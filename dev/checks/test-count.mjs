/** The test runner's own count, as one line. */

/**
 * @param {string | null} json what vitest's JSON reporter wrote
 * @returns {string | null} such as "812 passed, 0 failed", or null without a usable report
 */
export function countTests(json) {
  if (json === null) return null;
  let report;
  try {
    report = JSON.parse(json);
  } catch {
    return null;
  }
  const { numPassedTests, numFailedTests, numPendingTests = 0, testResults = [] } = report;
  if (typeof numPassedTests !== "number" || typeof numFailedTests !== "number") return null;
  // A file that cannot even be loaded has no tests in it to fail.
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const skipped = numPendingTests === 0 ? "" : `, ${numPendingTests} skipped`;
  const unloaded = broken === 0 ? "" : `, ${broken} files that could not be run`;
  return `${numPassedTests} passed, ${numFailedTests} failed${skipped}${unloaded}`;
}
