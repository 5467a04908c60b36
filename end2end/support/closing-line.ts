import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Closes the run with one plain line of counts, for machines that read it. */
export default class ClosingLine implements Reporter {
  private counts = { passed: 0, failed: 0, skipped: 0 };

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === "skipped") this.counts.skipped += 1;
    else if (test.ok()) this.counts.passed += 1;
    else this.counts.failed += 1;
  }

  onEnd(_result: FullResult): void {
    const { passed, failed, skipped } = this.counts;
    console.log(`playwright: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
