/** What keeps somebody out of a page, as axe finds it. */
import axe from "axe-core";
import type { Page } from "playwright-core";

interface AxeResult {
  readonly violations: readonly {
    id: string;
    impact: string | null;
    nodes: readonly { target: readonly string[]; failureSummary?: string }[];
  }[];
}

/** What axe finds that keeps somebody out: critical and serious, each with where it is. The page's context must bypass its CSP. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<unknown> } };
    return (await axe.run({ resultTypes: ["violations"] })) as object;
  });
  return (result as AxeResult).violations
    .filter(({ impact }) => impact === "critical" || impact === "serious")
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map((node) => `${id}: ${node.target.join(" ")} ${(node.failureSummary ?? "").split("\n")[1] ?? ""}`),
    );
}
