/** The way from this phone to the server, for the page and for its worker alike; and the one turn there is to send. */

import { newId } from "../api/newId.ts";
import { askMe } from "../api/people.ts";
import { postWaiting } from "../api/street.ts";
import { upload } from "../photo/upload.ts";
import { postedBody } from "./entry.ts";
import type { Keep } from "./keep.ts";
import { type Delivery, sendWaiting } from "./sender.ts";

/** A request that is not answered by then is taken for lost; sent again, it is done once. */
const patience_ms = 60_000;
const turn = "chuangtu-field-sender";
const longestTurn_ms = 180_000;
const me = newId();

/** Pages and the worker tell each other here that something of what is kept has changed. */
const channelName = "chuangtu-field";
let channel: BroadcastChannel | null = null;
const theChannel = (): BroadcastChannel => {
  channel ??= new BroadcastChannel(channelName);
  return channel;
};

/** @param call when another page, or the worker, has changed what is kept */
export function onChangedElsewhere(call: () => void): () => void {
  theChannel().addEventListener("message", call);
  return () => theChannel().removeEventListener("message", call);
}
export const tellChanged = (): void => theChannel().postMessage("changed");

function delivery(changed: () => void): Delivery {
  return {
    whoami: async () => (await askMe()).person?.id ?? null,
    photo: async (photo) => (await upload(photo, photo)).id,
    post: (entry, now) => postWaiting(entry.path, postedBody(entry, now), AbortSignal.timeout(patience_ms)),
    now: () => Date.now(),
    changed() {
      changed();
      tellChanged();
    },
  };
}

/** Does the work when nobody else is at it. @returns whether it was done */
async function alone(keep: Keep, work: () => Promise<void>): Promise<boolean> {
  // Only pages that are served securely have locks.
  if ("locks" in navigator) {
    return navigator.locks.request(turn, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  }
  if (!(await keep.lease(turn, me, longestTurn_ms))) return false;
  await work();
  await keep.lease(turn, me, 0);
  return true;
}

/** @returns ms until it is to be tried again; null = nothing waits that time would help; `busy` = another page or the worker is at it */
export async function deliver(keep: Keep, force: boolean, changed: () => void): Promise<number | null | "busy"> {
  let next: number | null = null;
  const mine = await alone(keep, async () => {
    next = await sendWaiting(keep.outbox, delivery(changed), force);
  });
  return mine ? next : "busy";
}
