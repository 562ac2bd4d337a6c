/** Tells of tests that passed only when they were tried again: a fault that comes and goes is not to be forgotten. */
import type { Reporter, TestCase } from "vitest/node";

export default class FlakyReporter implements Reporter {
  private readonly flaky: TestCase[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.flaky.push(test);
  }

  onTestRunEnd(): void {
    for (const test of this.flaky) {
      const why = test.result().errors?.[0]?.message ?? "";
      console.log(`PASSED ONLY ON A SECOND TRY: ${test.module.relativeModuleId} > ${test.fullName}: ${why.split("\n")[0] ?? ""}`);
    }
  }
}
