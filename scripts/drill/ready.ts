/** Whether a server process wants requests. */
const patience_ms = 2_000;

/** @throws when it does not answer */
export async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/health/ready`, { signal: AbortSignal.timeout(patience_ms) });
  await answer.arrayBuffer();
  return answer.ok;
}
