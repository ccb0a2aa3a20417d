import type { Page } from '@playwright/test';

/**
 * Everything that went wrong in the page since it was opened: errors nobody caught, errors on the console (refused
 * requests and violations of the content security policy among them), and violations that were reported silently.
 */
export async function findProblems(page: Page): Promise<readonly string[]> {
  if (page.isClosed()) return [];
  const errors = (await page.pageErrors()).map((error) => `uncaught: ${error.stack ?? error.message}`);
  const messages = (await page.consoleMessages()).filter((message) => message.type() === 'error');
  const violations = await page.evaluate(
    () =>
      new Promise<readonly string[]>((resolve) => {
        const observer = new ReportingObserver(() => undefined, { types: ['csp-violation'], buffered: true });
        observer.observe();
        resolve(observer.takeRecords().map((report) => JSON.stringify(report.body)));
      }),
  );
  return [...errors, ...messages.map((message) => `console: ${message.text()}`), ...violations];
}
