/** The end when told to (SIGTERM, SIGINT): first no new requests are asked for, then what is under way is finished. Told twice, it ends at once. */

/** Closing waits for connections, jobs and the database; whichever of them hangs, it keeps nobody longer than this. */
const mostClosing_ms = 30_000;

export interface Stoppable {
  /** From now on it says that it wants no requests; it answers those that come. */
  drain(): void;
  close(): Promise<void>;
}

/**
 * @param drain_ms between `drain` and `close`
 * @returns whether it was told to stop
 */
export function stopWhenTold(program: Stoppable, drain_ms: number): () => boolean {
  let told = false;
  const stop = (): void => {
    if (told) process.exit(1);
    told = true;
    program.drain();
    setTimeout(() => void end(program), drain_ms);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return () => told;
}

async function end({ close }: Stoppable): Promise<void> {
  setTimeout(() => {
    console.error(`${mostClosing_ms / 1_000} 秒内未能收尾，强行结束 It could not end within ${mostClosing_ms / 1_000} s, and is cut off.`);
    process.exit(1);
  }, mostClosing_ms);
  await close();
  process.exit();
}
