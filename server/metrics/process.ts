/** The process itself: what it takes of the machine, how late it comes to its work, and which program it is. */
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { counter, type Family, gauge } from "./exposition.ts";

const resolution_ms = 20;
let delay: IntervalHistogram | undefined;

/** How late timers were since it was asked last: measured from the first time on, for who never asks pays nothing. */
function loopDelay(): Family {
  if (delay === undefined) {
    delay = monitorEventLoopDelay({ resolution: resolution_ms });
    delay.enable();
  }
  const known = delay.count > 0;
  // The measure is of what lies between two looks: what it waits by itself is no delay.
  const late_s = (ns: number): number => Math.max(0, ns / 1e9 - resolution_ms / 1_000);
  const samples = [0.5, 0.99, 1].map((quantile) => ({
    labels: { quantile: String(quantile) },
    value: known ? late_s((delay as IntervalHistogram).percentile(quantile * 100)) : 0,
  }));
  delay.reset();
  return gauge("chuangtu_event_loop_delay_seconds", "How late the program came to its work since it was asked last.", samples);
}

/** @param version of the program */
export function processFamilies(version: string): Family[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return [
    gauge("chuangtu_build_info", "Which program this is.", [{ labels: { version, node: process.version }, value: 1 }]),
    gauge("process_start_time_seconds", "When the process began, in seconds since 1970.", Date.now() / 1_000 - process.uptime()),
    counter("process_cpu_seconds_total", "Time of processors that the process took.", (user + system) / 1e6),
    gauge("process_resident_memory_bytes", "Memory that the process holds.", rss),
    gauge("chuangtu_memory_bytes", "Of the memory: the heap's used part, and what lies outside it.", [
      { labels: { part: "heap" }, value: heapUsed },
      { labels: { part: "external" }, value: external },
    ]),
    loopDelay(),
  ];
}
