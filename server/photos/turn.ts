/** Pictures are looked through one after the other: one of fifty megapixels takes some hundred MB while it is decoded. */
import { TooOften } from "../ask/caller.ts";

/** So many may wait; whoever comes then is asked to come again. */
const mostWaiting = 60;
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** @throws TooOften when too many wait already */
export async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (waiting >= mostWaiting)
    throw new TooOften({ zh: "正在处理的照片太多，请稍候再传", en: "Too many photos are being worked on; send it again in a moment." }, 3);
  waiting += 1;
  const mine = last.then(work).finally(() => {
    waiting -= 1;
  });
  last = mine.catch(() => {});
  return mine;
}
