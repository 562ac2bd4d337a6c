/** What the commands for backups share: progress, Ctrl+C, and a sentence at the end. */
import type { Progress, Step, Watched } from "../../server/backup/steps.ts";

const words: Record<Step, string> = {
  reading: "读取 reading",
  checking: "核对 checking",
  photos: "照片 photos",
  loading: "载入 loading",
  indexes: "索引与约束 indexes and keys",
};

/** A bar on a terminal, a line for each step elsewhere. */
function printer(): { show: (progress: Progress) => void; end: () => void } {
  const terminal = process.stderr.isTTY;
  let last = "";
  const show = ({ step, name, fraction }: Progress): void => {
    if (!terminal) {
      if (step !== last) process.stderr.write(`${words[step]}\n`);
      last = step;
      return;
    }
    const part = Math.min(1, fraction);
    const bar = "█".repeat(Math.round(part * 24)).padEnd(24, "░");
    process.stderr.write(`\r\u001b[K${words[step]} ${bar} ${Math.round(part * 100)}% ${name}`);
  };
  return { show, end: () => void (terminal && process.stderr.write("\r\u001b[K")) };
}

/**
 * Runs a command's work and says how it ended. The first Ctrl+C ends the work, which takes away what it began; the second ends the program.
 * @returns the exit code
 */
export async function command(work: (watched: Watched) => Promise<string>): Promise<number> {
  const stop = new AbortController();
  const { show, end } = printer();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => stop.abort(new Error("已停止，没有留下任何内容。 / Stopped; nothing is left of it.")));
  try {
    const told = await work({ onProgress: show, signal: stop.signal });
    end();
    console.log(told);
    return 0;
  } catch (error) {
    end();
    // The sentences of BackupRefused, FolderInUse and Unsuitable are written for the reader; a stack would hide them.
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
