import type { FullConfig, Reporter, Suite } from "@playwright/test/reporter";

/** Closes the run with one plain line of counts, for machines that read it, and names what passed only at its second try. */
export default class ClosingLine implements Reporter {
  private suite?: Suite;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(): void {
    const tests = this.suite?.allTests() ?? [];
    const count = (...outcomes: string[]): number => tests.filter((test) => outcomes.includes(test.outcome())).length;
    for (const test of tests.filter((test) => test.outcome() === "flaky")) {
      console.log(`playwright: passed only at the second try: ${test.titlePath().slice(1).join(" › ")}`);
    }
    console.log(`playwright: ${count("expected", "flaky")} passed, ${count("unexpected")} failed, ${count("skipped")} skipped`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
